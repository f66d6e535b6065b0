// How much of the sun reaches a point. SOFT takes four looks, each smoothed over 2 x 2 texels, else one.
uniform sampler2DShadow u_shadow;
uniform float u_shadow_texel;

float sunlight(vec3 at) {
#ifdef SOFT
    float d = 0.75 * u_shadow_texel;
    return 0.25 * (
        texture(u_shadow, at + vec3(-d, -d, 0)) + texture(u_shadow, at + vec3(d, -d, 0)) +
        texture(u_shadow, at + vec3(-d, d, 0)) + texture(u_shadow, at + vec3(d, d, 0))
    );
#else
    return texture(u_shadow, at);
#endif
}
