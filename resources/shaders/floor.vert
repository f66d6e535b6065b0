#version 330 core
// The table that the world stands on: a square around its middle, just below it.
uniform mat4 u_view_projection;
uniform mat4 u_sun_matrix;
uniform float u_radius;        // world units

out vec2 v_at;
out vec3 v_sun_position;

void main() {
    v_at = (vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0) * u_radius;
    v_at = v_at.yx;  // wound so that its front is its upper side
    vec4 position = vec4(v_at.x, -0.01, v_at.y, 1.0);
    v_sun_position = (u_sun_matrix * position).xyz;
    gl_Position = u_view_projection * position;
}
