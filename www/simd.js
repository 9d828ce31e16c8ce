// Whether this browser can run the engine, which computes with SIMD: a module with one such instruction.
const probe = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];

export const fit = globalThis.WebAssembly?.validate(new Uint8Array(probe)) ?? false;
