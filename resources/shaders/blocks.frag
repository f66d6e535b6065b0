#version 330 core
#include "shadow.glsl"

flat in vec4 v_open;
flat in vec4 v_ambient;        // with the opacity
flat in vec3 v_sunlight;
flat in vec3 v_emission;
in vec2 v_uv;
in vec3 v_sun_position;

out vec4 colour;

void main() {
#ifdef FLAT
    colour = vec4(min(v_ambient.rgb, 1.0) + v_emission, v_ambient.a);
#else
    float open = mix(mix(v_open.x, v_open.y, v_uv.x), mix(v_open.w, v_open.z, v_uv.x), v_uv.y);
    vec3 lit = v_ambient.rgb * open * open;
    if (v_sunlight.g > 0.0) lit += v_sunlight * sunlight(v_sun_position) * (0.55 + 0.45 * open);
#ifdef SOFT
    // Edges of blocks are a little worn, where a block is large enough to tell.
    vec2 from_edge = min(v_uv, 1.0 - v_uv), texel = fwidth(v_uv);
    vec2 worn = (1.0 - smoothstep(0.0, 0.09, from_edge)) * (1.0 - smoothstep(0.02, 0.12, texel));
    lit *= 1.0 - 0.10 * max(worn.x, worn.y);
#endif
    // Paint, not neon: colours lose a little of their strength, as under a soft sky.
    float grey = dot(lit, vec3(0.299, 0.587, 0.114));
    colour = vec4(mix(lit, vec3(grey), 0.14) + v_emission, v_ambient.a);
#endif
}
