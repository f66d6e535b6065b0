// One face of a block, unpacked from the three words that studio/mesh.py wrote.
in uvec3 in_face;

uniform ivec3 u_shape;     // cells of the world
uniform float u_scale;     // world units a block

const vec3 NORMALS[6] = vec3[6](
    vec3(1, 0, 0), vec3(-1, 0, 0), vec3(0, 1, 0), vec3(0, -1, 0), vec3(0, 0, 1), vec3(0, 0, -1)
);

ivec3 face_cell() { return ivec3(in_face.x & 255u, (in_face.x >> 8) & 255u, (in_face.x >> 16) & 255u); }
int face_side() { return int(in_face.x >> 24); }

// Corner (u, v) of a triangle strip: (0,0) (1,0) (0,1) (1,1).
vec2 face_uv() { return vec2(gl_VertexID & 1, gl_VertexID >> 1); }

// A side that looks along a negative axis is wound the other way round.
vec3 face_corner(int side, vec2 uv) {
    if ((side & 1) == 1) uv = uv.yx;
    float along = float(1 - (side & 1));
    if (side < 2) return vec3(along, uv);
    if (side < 4) return vec3(uv.y, along, uv.x);
    return vec3(uv, along);
}

vec3 to_world(vec3 cell_position) {
    return (cell_position - vec3(u_shape.x, 0, u_shape.z) * 0.5) * u_scale;
}
