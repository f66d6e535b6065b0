#version 330 core
#include "face.glsl"

uniform mat4 u_view_projection;
uniform mat4 u_sun_matrix;
uniform sampler2D u_colours;   // 256 materials x 3 faces (top, bottom, side), and opacity
uniform vec3 u_sun;            // unit vector towards the sun
uniform vec3 u_sun_colour;
uniform vec3 u_sky_colour;
uniform vec3 u_ground_colour;
uniform float u_glow;          // how strongly freshly changed blocks still glow
uniform vec3 u_glow_colour;
uniform vec3 u_factors[6];     // FLAT: the light on each side, and nothing else

flat out vec4 v_open;          // light at the four corners
flat out vec4 v_ambient;       // with the opacity
flat out vec3 v_sunlight;
flat out vec3 v_emission;
flat out ivec3 v_cell;
flat out ivec3 v_step;
flat out int v_last;           // the number of the last block of a row, from 0
flat out vec2 v_way;           // of the row along u and v
out vec2 v_uv;
out vec3 v_sun_position;

void main() {
    ivec3 cell = face_cell();
    int side = face_side();
    vec2 uv = face_uv(side), wide = stretched(side, uv);
    v_last = face_length() - 1;
    vec3 normal = NORMALS[side];
    // A row's face reaches over its edges by a trifle: gaps would show where its neighbours begin or end half-way.
    vec2 over = v_last > 0 ? (uv - 0.5) * 0.004 : vec2(0.0);
    vec3 position = to_world(vec3(cell) + face_corner(side, wide + over));
    int row = side == 2 ? 0 : side == 3 ? 1 : 2;
    vec4 paint = texelFetch(u_colours, ivec2(int(in_face.z & 255u), row), 0);
    vec3 base = paint.rgb;
#ifdef FLAT
    v_ambient = vec4(base * u_factors[side], paint.a);
    v_sunlight = vec3(0.0);
#else
    float facing = max(dot(normal, u_sun), 0.0);
    v_ambient = vec4(base * mix(u_ground_colour, u_sky_colour, normal.y * 0.5 + 0.5), paint.a);
    v_sunlight = base * u_sun_colour * facing;
#endif
    v_emission = u_glow_colour * (u_glow * float((in_face.z >> 8) & 255u) / 255.0);
    v_open = vec4(in_face.y & 255u, (in_face.y >> 8) & 255u, (in_face.y >> 16) & 255u, in_face.y >> 24) / 255.0;
    v_uv = wide;
    v_cell = cell;
    v_step = row_step(side);
    v_way = row_way(side);
    // Leaving the surface by a fraction of a block keeps it from shading itself.
    v_sun_position = (u_sun_matrix * vec4(position + normal * 0.12 * u_scale, 1.0)).xyz;
    gl_Position = u_view_projection * vec4(position, 1.0);
}
