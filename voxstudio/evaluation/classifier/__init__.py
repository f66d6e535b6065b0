"""A judge apart from the prior: it names the kind of thing in a picture, and is never used as guidance."""
