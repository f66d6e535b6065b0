"""The one exception that a user may meet."""


class UserError(Exception):
    """A mistake in the input or the surroundings, told in one sentence: what, where, what to do.

    The command line prints it and exits with code 2; the window shows it in a message that can be copied.
    """
