// One corner of a block's face.
#include "face.glsl"

in uvec3 in_face;

uniform ivec3 u_shape;     // cells of the world
uniform float u_scale;     // world units a block

const vec3 NORMALS[6] = vec3[6](
    vec3(1, 0, 0), vec3(-1, 0, 0), vec3(0, 1, 0), vec3(0, -1, 0), vec3(0, 0, 1), vec3(0, 0, -1)
);

// (u, v) of the four: (0,0) (1,0) (0,1) (1,1), but that a side that looks along a negative axis is wound the other way
// round.
vec2 corner_uv(int side) {
    vec2 uv = vec2(gl_VertexID & 1, (gl_VertexID >> 1) & 1);
    return (side & 1) == 1 ? uv.yx : uv;
}

vec2 stretched(int side, vec2 uv) {
    return uv * (1.0 + float(face_length(in_face) - 1) * row_way(side));
}

vec3 in_cell(int side, vec2 uv) {
    float along = float(1 - (side & 1));
    if (side < 2) return vec3(along, uv);
    if (side < 4) return vec3(uv.y, along, uv.x);
    return vec3(uv, along);
}

// Where a point of the face lies in the world, (u, v) in blocks.
vec3 to_world(int side, vec2 uv) {
    return (vec3(face_cell(in_face)) + in_cell(side, uv) - vec3(u_shape.x, 0, u_shape.z) * 0.5) * u_scale;
}
