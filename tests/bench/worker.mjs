// onnxruntime-web on one thread: says when it is ready, then runs whenever it is asked to.
const options = new URL(self.location.href).searchParams;
const device = options.get("device");
const side = Number(options.get("side"));
try {
  const ort = await import(`/${options.get("script")}`);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = "/";
  const session = await ort.InferenceSession.create(`/${side}/small.onnx`, { executionProviders: [device], graphOptimizationLevel: "all" });
  const tensor = async (name, shape) => {
    const bytes = await (await fetch(`/${side}/${name}.f32`)).arrayBuffer();
    return new ort.Tensor("float32", new Float32Array(bytes), shape);
  };
  const inputs = { rgb: await tensor("rgb", [1, 3, side, side]), blocks: await tensor("blocks", [1, 96, side / 8, side / 8]) };
  self.onmessage = async () => {
    try {
      const start = performance.now();
      const { mask } = await session.run(inputs);
      // Read back as ours is.
      const values = await mask.getData();
      self.postMessage({ milliseconds: performance.now() - start, mask: Array.from(values) });
    } catch (error) {
      self.postMessage({ error: String(error) });
    }
  };
  self.postMessage({});
} catch (error) {
  self.postMessage({ error: String(error) });
}
