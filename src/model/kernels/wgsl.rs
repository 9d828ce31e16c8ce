//! The text of our shaders: what varies is written out, so that a thread's sums are registers and no loop is left around
//! a constant number of taps.

use std::fmt::{Display, Write};

use super::shape::{FILLED, Window};

/// Threads in a workgroup.
pub const THREADS: u32 = 64;
/// Most threads in a line, where there are more than a line of workgroups may be long.
pub const WIDE: u32 = 65_535 * THREADS;
/// Values across and down that a thread of [`depthwise`] computes.
pub const PATCH: [usize; 2] = [4, 4];

/// Dense convolutions: with one tap and more, with a residual and without, four pixels a thread or one.
#[must_use]
pub fn dense(window: Window, residual: bool, lanes: usize) -> String {
    let vector = if lanes == 4 { "vec4<f32>" } else { "f32" };
    let mut products = String::new();
    let multiply = |text: &mut String, indent: &str| {
        let _ = writeln!(text, "{indent}let a = weight[w];\n{indent}let b = weight[w + depth];");
        for output in 0..FILLED {
            let (half, lane) = (["a", "b"][output / 4], ["x", "y", "z", "w"][output % 4]);
            let _ = writeln!(text, "{indent}s{output} = fma({vector}({half}.{lane}), v, s{output});");
        }
        let _ = writeln!(text, "{indent}w++;");
    };
    if window == Window::POINT {
        products.push_str("    var from_x = id.z * inputs * area_in + pixel;\n");
        products.push_str("    for (var k = 0u; k < inputs; k++) {\n        let v = x[from_x];\n        from_x += area_in;\n");
        multiply(&mut products, "        ");
        products.push_str("    }\n");
    } else {
        let Window { kernel, stride, dilation, before, .. } = window;
        let _ = writeln!(products, "    let row = i32(pixel / columns_out * {stride}u) - {before};");
        let _ = writeln!(products, "    let column = i32(pixel % columns_out * {}u) - {before};", stride * lanes);
        products.push_str("    var plane = i32(id.z * inputs * area_in);\n    for (var k = 0u; k < inputs; k++) {\n");
        let _ = writeln!(products, "        for (var ky = 0; ky < {kernel}; ky++) {{");
        let _ = writeln!(products, "            let line = row + ky * {dilation};");
        products.push_str("            let inside = line >= 0 && line < i32(rows);\n");
        products.push_str("            let start = plane + select(0, line, inside) * i32(columns);\n");
        let _ = writeln!(products, "            for (var kx = 0; kx < {kernel}; kx++) {{");
        let _ = writeln!(products, "                let c = column + kx * {dilation};");
        let loads: Vec<String> =
            (0..lanes).map(|lane| format!("load(start, c + {}, i32(columns), inside)", lane * stride)).collect();
        let _ = writeln!(products, "                let v = {vector}({});", loads.join(", "));
        multiply(&mut products, "                ");
        products.push_str("            }\n        }\n        plane += i32(area_in);\n    }\n");
    }
    let mut finish = String::new();
    for output in 0..FILLED {
        let add = if residual { " + residual[at]" } else { "" };
        let _ = writeln!(finish, "    if (first + {output}u < outputs) {{");
        let _ = writeln!(finish, "        y[at] = clamp(s{output} + {vector}(bias[first + {output}u]), low, high){add};");
        finish.push_str("        at += area_out;\n    }\n");
    }
    let binding = format!("@group(0) @binding(3) var<storage, read> residual: array<{vector}>;");
    let text = fill(
        include_str!("dense.wgsl"),
        &[
            ("LANES", &lanes),
            ("LOADED", &if window == Window::POINT { vector } else { "f32" }),
            ("V", &vector),
            ("RESIDUAL_BINDING", &if residual { binding.as_str() } else { "" }),
            ("OUTPUT", &if residual { 4 } else { 3 }),
            ("INFO", &if residual { 5 } else { 4 }),
            ("TAPS", &window.taps()),
            ("PRODUCTS", &products),
            ("FINISH", &finish),
        ],
    );
    if window == Window::POINT { text } else { text + LOAD }
}

/// A value of a row, zero beside it.
const LOAD: &str = "
fn load(start: i32, column: i32, columns: i32, inside: bool) -> f32 {
    let within = inside && column >= 0 && column < columns;
    return select(0.0, x[start + clamp(column, 0, columns - 1)], within);
}
";

/// Depthwise convolutions; `aligned` if the patches fill each row and column of the output exactly.
#[must_use]
pub fn depthwise(window: Window, aligned: bool) -> String {
    let Window { kernel, stride, dilation, before, .. } = window;
    let [across, down] = PATCH;
    let reach = dilation * (kernel - 1);
    let mut sums = String::new();
    for tap in 0..window.taps() {
        let _ = writeln!(sums, "    let w{tap} = vec4<f32>(weight[taps + {tap}u]);");
    }
    for row in 0..down {
        let _ = writeln!(sums, "    var s{row} = vec4<f32>(0.0);");
    }
    for line in 0..=reach + (down - 1) * stride {
        let _ = writeln!(sums, "    if (row + {line} >= 0 && row + {line} < rows) {{");
        let _ = writeln!(sums, "        let start = start + (row + {line}) * columns;");
        for x in 0..=reach + (across - 1) * stride {
            // Where the patch stands on the input, nothing is outside.
            let sure = aligned && x >= before && x < before + across * stride;
            let column = format!("column + {x}");
            let _ = if sure {
                writeln!(sums, "        let c{x} = x[start + {column}];")
            } else {
                writeln!(sums, "        let c{x} = load(start, {column}, columns, true);")
            };
        }
        for kx in 0..kernel {
            let x = kx * dilation;
            let [a, b, c, d] = [0, 1, 2, 3].map(|lane| x + lane * stride);
            let _ = writeln!(sums, "        let v{kx} = vec4<f32>(c{a}, c{b}, c{c}, c{d});");
            for row in 0..down {
                let Some(y) = line.checked_sub(row * stride).filter(|y| y % dilation == 0 && *y <= reach) else { continue };
                let tap = y / dilation * kernel + kx;
                let _ = writeln!(sums, "        s{row} = fma(w{tap}, v{kx}, s{row});");
            }
        }
        sums.push_str("    }\n");
    }
    let mut finish = String::new();
    for row in 0..down {
        let _ = writeln!(finish, "    if (row_out + {row} < rows_out) {{");
        let _ = writeln!(finish, "        let v = clamp(s{row} + b, low, high);");
        for (lane, name) in ["x", "y", "z", "w"].into_iter().enumerate() {
            let store = format!("y[at + {lane}] = v.{name};");
            let _ = if aligned || lane == 0 {
                writeln!(finish, "        {store}")
            } else {
                writeln!(finish, "        if (column_out + {lane} < columns_out) {{ {store} }}")
            };
        }
        finish.push_str("        at += columns_out;\n    }\n");
    }
    fill(
        include_str!("depthwise.wgsl"),
        &[
            ("ACROSS", &across),
            ("DOWN", &down),
            ("STRIDE", &stride),
            ("BEFORE", &before),
            ("TAPS", &window.taps()),
            ("SUMS", &sums),
            ("FINISH", &finish),
        ],
    ) + LOAD
}

/// Nearest-neighbour upsampling by two.
#[must_use]
pub fn double() -> String {
    fill(include_str!("double.wgsl"), &[])
}

fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let everywhere: [(&str, &dyn Display); 2] = [("THREADS", &THREADS), ("WIDE", &WIDE)];
    let all = everywhere.iter().chain(values);
    all.fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), &value.to_string()))
}
