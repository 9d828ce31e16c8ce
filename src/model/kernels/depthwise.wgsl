// A depthwise convolution with bias and activation: each thread computes a patch of {{ACROSS}}×{{DOWN}} values, so that
// its taps read each value once. Weights: [channels][taps].

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<uniform> info: array<vec4<u32>, 4>;

@compute @workgroup_size({{THREADS}})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let channels = info[0].x;
    let planes = info[0].y;
    let columns = i32(info[0].z);
    let rows = i32(info[0].w);
    let columns_out = i32(info[1].x);
    let rows_out = i32(info[1].y);
    let low = vec4<f32>(bitcast<f32>(info[2].x));
    let high = vec4<f32>(bitcast<f32>(info[2].y));
    // Patches across and down.
    let across = info[1].z;
    let down = info[1].w;
    let thread = id.x + id.y * {{WIDE}}u;
    let plane = thread / (across * down);
    if (plane >= planes) {
        return;
    }
    let column_out = i32(thread % across) * {{ACROSS}};
    let row_out = i32(thread / across % down) * {{DOWN}};
    let column = column_out * {{STRIDE}} - {{BEFORE}};
    let row = row_out * {{STRIDE}} - {{BEFORE}};
    let channel = plane % channels;
    let start = i32(plane) * rows * columns;
    let taps = channel * {{TAPS}}u;
{{SUMS}}
    let b = vec4<f32>(bias[channel]);
    var at = i32(plane) * rows_out * columns_out + row_out * columns_out + column_out;
{{FINISH}}
}
