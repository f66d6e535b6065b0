// One face of a block, unpacked from the three words that studio/mesh.py wrote.
in uvec3 in_face;

uniform ivec3 u_shape;     // cells of the world
uniform float u_scale;     // world units a block

const vec3 NORMALS[6] = vec3[6](
    vec3(1, 0, 0), vec3(-1, 0, 0), vec3(0, 1, 0), vec3(0, -1, 0), vec3(0, 0, 1), vec3(0, 0, -1)
);

ivec3 face_cell() { return ivec3(in_face.x & 255u, (in_face.x >> 8) & 255u, (in_face.x >> 16) & 255u); }
int face_side() { return int(in_face.x >> 24); }

// Blocks in a row whose faces look alike share one: so many, along u on top and bottom, else along v.
int face_length() { return int((in_face.z >> 16) & 255u) + 1; }
vec2 row_way(int side) { return (side >> 1) == 1 ? vec2(1.0, 0.0) : vec2(0.0, 1.0); }
ivec3 row_step(int side) { return side < 4 ? ivec3(0, 0, 1) : ivec3(0, 1, 0); }

// Corner (u, v) of a triangle strip: (0,0) (1,0) (0,1) (1,1), but that a side that looks along a negative axis is wound
// the other way round.
vec2 face_uv(int side) {
    vec2 uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    return (side & 1) == 1 ? uv.yx : uv;
}

vec2 stretched(int side, vec2 uv) {
    return uv * (1.0 + float(face_length() - 1) * row_way(side));
}

vec3 face_corner(int side, vec2 uv) {
    float along = float(1 - (side & 1));
    if (side < 2) return vec3(along, uv);
    if (side < 4) return vec3(uv.y, along, uv.x);
    return vec3(uv, along);
}

vec3 to_world(vec3 cell_position) {
    return (cell_position - vec3(u_shape.x, 0, u_shape.z) * 0.5) * u_scale;
}
