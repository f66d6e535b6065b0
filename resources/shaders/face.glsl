// What the three words of a face say that studio/mesh.py wrote.
ivec3 face_cell(uvec3 face) { return ivec3(face.x & 255u, (face.x >> 8) & 255u, (face.x >> 16) & 255u); }
int face_side(uvec3 face) { return int(face.x >> 24); }

// Light at the four corners.
vec4 face_open(uvec3 face) {
    return vec4(face.y & 255u, (face.y >> 8) & 255u, (face.y >> 16) & 255u, face.y >> 24) / 255.0;
}

int face_material(uvec3 face) { return int(face.z & 255u); }
float face_heat(uvec3 face) { return float((face.z >> 8) & 255u) / 255.0; }

// Blocks in a row whose faces look alike share one: so many, along u on top and bottom, else along v.
int face_length(uvec3 face) { return int((face.z >> 16) & 255u) + 1; }
vec2 row_way(int side) { return (side >> 1) == 1 ? vec2(1.0, 0.0) : vec2(0.0, 1.0); }
ivec3 row_step(int side) { return side < 4 ? ivec3(0, 0, 1) : ivec3(0, 1, 0); }
