#version 330 core
#include "face.glsl"

uniform mat4 u_sun_matrix;

void main() {
    int side = face_side();
    vec2 uv = stretched(side, face_uv(side));
    vec4 at = u_sun_matrix * vec4(to_world(vec3(face_cell()) + face_corner(side, uv)), 1.0);
    gl_Position = vec4(at.xyz * 2.0 - 1.0, 1.0);
}
