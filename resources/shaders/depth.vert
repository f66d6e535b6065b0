#version 330 core
#include "corner.glsl"

uniform mat4 u_sun_matrix;

void main() {
    int side = face_side(in_face);
    vec4 at = u_sun_matrix * vec4(to_world(side, stretched(side, corner_uv(side))), 1.0);
    gl_Position = vec4(at.xyz * 2.0 - 1.0, 1.0);
}
