#version 330 core
// One triangle that covers the picture.
out float v_height;

void main() {
    vec2 at = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    v_height = at.y;
    gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}
