"""The pocket prior: a small text-conditioned diffusion model of block worlds, trained here."""
