// Nearest-neighbour upsampling by two: each thread writes one value four times.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<vec2<f32>>;
@group(0) @binding(2) var<uniform> info: array<vec4<u32>, 4>;

@compute @workgroup_size({{THREADS}})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x + id.y * {{WIDE}}u;
    let width = info[0].y;
    if (i >= info[0].x) {
        return;
    }
    let value = vec2<f32>(x[i]);
    let at = i / width * 2u * width + i % width;
    y[at] = value;
    y[at + width] = value;
}
