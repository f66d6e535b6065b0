#version 330 core
#include "shadow.glsl"

in vec2 v_at;
in vec3 v_sun_position;

uniform float u_radius;
uniform float u_cell;          // world units between lines
uniform vec2 u_half;           // half the world's width and depth
uniform vec3 u_line_colour;
uniform float u_line_strength;
uniform float u_shadow_strength;

out vec4 colour;

void main() {
    float distance = length(v_at) / u_radius;
    float fade = 1.0 - smoothstep(0.35, 1.0, distance);
    vec2 grid = v_at / u_cell;
    vec2 width = fwidth(grid);
    vec2 lines = 1.0 - smoothstep(vec2(0.0), width * 1.3, abs(fract(grid - 0.5) - 0.5));
    float line = max(lines.x, lines.y) * u_line_strength * fade;
    float lit = all(lessThan(abs(v_sun_position.xy - 0.5), vec2(0.5))) ? sunlight(v_sun_position) : 1.0;
    // Things that stand on a table darken it where they touch it.
    vec2 beyond = max(abs(v_at) - u_half, 0.0);
    float contact = exp(-length(beyond) / (0.06 * u_radius)) * 0.5;
    float dark = max((1.0 - lit) * u_shadow_strength, contact * u_shadow_strength) * fade;
    float alpha = dark + line * (1.0 - dark);
    colour = vec4(u_line_colour * line * (1.0 - dark) / max(alpha, 1e-4), alpha);
}
