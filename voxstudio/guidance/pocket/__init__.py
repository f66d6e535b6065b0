"""The pocket prior: a small text- and camera-conditioned diffusion model of block worlds, trained here."""
