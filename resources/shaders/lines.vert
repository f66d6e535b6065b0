#version 330 core
in vec3 in_position;
in vec3 in_colour;

uniform mat4 u_view_projection;

out vec3 v_colour;

void main() {
    v_colour = in_colour;
    gl_Position = u_view_projection * vec4(in_position, 1.0);
}
