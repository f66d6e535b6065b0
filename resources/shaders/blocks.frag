#version 330 core
#include "face.glsl"
#include "shadow.glsl"

flat in uvec3 v_face;
flat in vec4 v_ambient;        // with the opacity
flat in vec3 v_sunlight;
flat in vec3 v_emission;
in vec2 v_uv;                  // in blocks
in vec3 v_sun_position;

uniform float u_variation;     // brightness differs this much from block to block

out vec4 colour;

float noise(ivec3 p) {
    uint h = uint(p.x) * 374761393u + uint(p.y) * 668265263u + uint(p.z) * 2147483647u;
    h = (h ^ (h >> 13)) * 1274126177u;
    return float((h ^ (h >> 16)) & 1023u) / 1023.0;
}

void main() {
#ifdef FLAT
    colour = vec4(min(v_ambient.rgb, 1.0) + v_emission, v_ambient.a);
#else
    // Where light differs from corner to corner, a face is one block's alone.
    vec4 corners = face_open(v_face);
    float open = mix(mix(corners.x, corners.y, v_uv.x), mix(corners.w, corners.z, v_uv.x), v_uv.y);
    vec3 lit = v_ambient.rgb * open * open;
    if (v_sunlight.g > 0.0) lit += v_sunlight * sunlight(v_sun_position) * (0.55 + 0.45 * open);
    int side = face_side(v_face);
    vec2 way = row_way(side);
    int number = clamp(int(dot(v_uv, way)), 0, face_length(v_face) - 1);
    lit *= 1.0 + u_variation * (noise(face_cell(v_face) + row_step(side) * number) - 0.5);
#ifdef SOFT
    // Edges of blocks are a little worn, where a block is large enough to tell.
    vec2 in_block = v_uv - float(number) * way, from_edge = min(in_block, 1.0 - in_block), texel = fwidth(v_uv);
    vec2 worn = (1.0 - smoothstep(0.0, 0.09, from_edge)) * (1.0 - smoothstep(0.02, 0.12, texel));
    lit *= 1.0 - 0.10 * max(worn.x, worn.y);
#endif
    // Paint, not neon: colours lose a little of their strength, as under a soft sky.
    float grey = dot(lit, vec3(0.299, 0.587, 0.114));
    colour = vec4(mix(lit, vec3(grey), 0.14) + v_emission, v_ambient.a);
#endif
}
