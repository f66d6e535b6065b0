#version 330 core
#include "corner.glsl"

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

flat out uvec3 v_face;
flat out vec4 v_ambient;       // with the opacity
flat out vec3 v_sunlight;
flat out vec3 v_emission;
out vec2 v_uv;                 // in blocks
out vec3 v_sun_position;

void main() {
    int side = face_side(in_face);
    vec2 uv = corner_uv(side), wide = stretched(side, uv);
    vec3 normal = NORMALS[side];
    // A row's face reaches over its edges by a trifle: gaps would show where its neighbours begin or end half-way.
    vec2 over = face_length(in_face) > 1 ? (uv - 0.5) * 0.004 : vec2(0.0);
    vec3 position = to_world(side, wide + over);
    int row = side == 2 ? 0 : side == 3 ? 1 : 2;
    vec4 paint = texelFetch(u_colours, ivec2(face_material(in_face), row), 0);
    vec3 base = paint.rgb;
#ifdef FLAT
    v_ambient = vec4(base * u_factors[side], paint.a);
    v_sunlight = vec3(0.0);
#else
    float facing = max(dot(normal, u_sun), 0.0);
    v_ambient = vec4(base * mix(u_ground_colour, u_sky_colour, normal.y * 0.5 + 0.5), paint.a);
    v_sunlight = base * u_sun_colour * facing;
#endif
    v_emission = u_glow_colour * (u_glow * face_heat(in_face));
    v_face = in_face;          // the rest is cheaper worked out for a pixel than carried there
    v_uv = wide;
    // Leaving the surface by a fraction of a block keeps it from shading itself.
    v_sun_position = (u_sun_matrix * vec4(position + normal * 0.12 * u_scale, 1.0)).xyz;
    gl_Position = u_view_projection * vec4(position, 1.0);
}
