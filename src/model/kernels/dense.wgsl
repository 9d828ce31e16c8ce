// A dense convolution with bias, activation and residual: each thread computes {{LANES}} pixels of 8 outputs, whose sums
// stay in registers. Weights: [outputs / 4][inputs][taps][4].

@group(0) @binding(0) var<storage, read> x: array<{{LOADED}}>;
@group(0) @binding(1) var<storage, read> weight: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
{{RESIDUAL_BINDING}}
@group(0) @binding({{OUTPUT}}) var<storage, read_write> y: array<{{V}}>;
@group(0) @binding({{INFO}}) var<uniform> info: array<vec4<u32>, 4>;

@compute @workgroup_size({{THREADS}})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let inputs = info[0].x;
    let outputs = info[0].y;
    // Of the input: columns, rows, values; of the output: columns and values, in units of {{LANES}}.
    let columns = info[0].z;
    let rows = info[0].w;
    let area_in = info[1].x;
    let columns_out = info[1].y;
    let area_out = info[1].z;
    let pixel = id.x;
    if (pixel >= area_out) {
        return;
    }
    let low = {{V}}(bitcast<f32>(info[2].x));
    let high = {{V}}(bitcast<f32>(info[2].y));
    // Vectors of weights from one sample to the next: none where all share them.
    let depth = inputs * {{TAPS}}u;
    var w = id.z * info[1].w + id.y * depth * 2u;
    var s0 = {{V}}(0.0);
    var s1 = {{V}}(0.0);
    var s2 = {{V}}(0.0);
    var s3 = {{V}}(0.0);
    var s4 = {{V}}(0.0);
    var s5 = {{V}}(0.0);
    var s6 = {{V}}(0.0);
    var s7 = {{V}}(0.0);
{{PRODUCTS}}
    var at = (id.z * outputs + id.y * 8u) * area_out + pixel;
    let first = id.y * 8u;
{{FINISH}}
}
