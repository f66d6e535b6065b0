"""OpenGL programs from the files of ``resources/shaders``."""

from __future__ import annotations

import moderngl
import numpy as np

from voxstudio import resources


def make_program(context: moderngl.Context, name: str, *defines: str) -> moderngl.Program:
    """The program of ``name.vert`` and ``name.frag``, with macros defined."""
    macros = "".join(f"\n#define {define}" for define in defines) + "\n"
    sources = [shader_source(f"{name}.{kind}").replace("\n", macros, 1) for kind in ("vert", "frag")]
    return context.program(vertex_shader=sources[0], fragment_shader=sources[1])


def shader_source(name: str) -> str:
    """A shader with its ``#include "file"`` lines filled in."""
    lines = resources.text(f"shaders/{name}").splitlines()
    return "\n".join(shader_source(line.split('"')[1]) if line.startswith("#include") else line for line in lines)


def set_uniforms(program: moderngl.Program, **values: object) -> None:
    """Gives uniforms ``u_name`` their values; those that this variant of the program does without are left out.

    Arrays are float32, matrices as numpy has them (rows first).
    """
    for name, value in values.items():
        uniform = program.get(f"u_{name}", None)
        if not isinstance(uniform, moderngl.Uniform):
            continue
        if isinstance(value, np.ndarray):
            turned = value.T if value.shape == (4, 4) else value
            uniform.write(np.ascontiguousarray(turned, dtype=np.float32).tobytes())
        else:
            uniform.value = value
