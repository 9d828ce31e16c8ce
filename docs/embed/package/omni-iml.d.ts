/** Where a check stands: the "picture" on its way, "waiting" for those before it, the engine "fetching" itself (bytes), "decoding",
 * "coefficients", "tiles" (tiles), "blending". `of` 0: not known. */
export interface Progress {
  phase: "picture" | "waiting" | "fetching" | "decoding" | "coefficients" | "tiles" | "blending";
  done: number;
  of: number;
}

export type Band = "none" | "weak" | "moderate" | "strong" | "very_strong";

/** What `omni-iml check --json` prints: the fields that are always there. */
export interface Report {
  schema: string;
  file: string;
  image: { sha256: string; width: number; height: number; format: string; jpeg_quality: number | null };
  model: { name: string; sha256: string };
  device: string;
  verdict: { score: number; band: Band; unsure: boolean };
  reliability: number;
  gate: { tiles: number; frequency: number };
  regions: { bbox: [x: number, y: number, width: number, height: number]; area_fraction: number; score: number; reliability: number }[];
  timing_ms: { decode: number; frequency: number; localize: number; total: number };
  [further: string]: unknown;
}

/** A sentence; `region` is the marked place that it is about, from 1. */
export interface Sentence {
  about: string;
  region: number | null;
  text: string;
}

export interface Prompt {
  jpeg: Blob;
  width: number;
  height: number;
  text: string;
  mode: Mode;
}

export type Mode = "overlay" | "overlay_blurred" | "crops" | "paper";

export interface Result {
  report: Report;
  words: Sentence[];
  /** Probabilities of manipulation, 0..255, one byte a pixel, in displayed orientation. */
  mask: { width: number; height: number; threshold: number; data: Uint8Array };
  /** RGBA; its longest side is at most 2048. */
  picture: { width: number; height: number; data: Uint8ClampedArray };
  file: Blob;
  name?: string;
  language: string;
  /** What `prompt` showed last. */
  prompt?: Prompt;
}

export declare class OmniImlError extends Error {
  readonly kind: string;
  readonly detail: string;
}

export declare class OmniIml {
  static readonly version: string;
  static load(options?: { base?: string | URL; device?: "auto" | "gpu" | "cpu"; signal?: AbortSignal }): Promise<OmniIml>;
  private constructor();
  check(
    source: Blob | string | URL,
    options?: { language?: string; name?: string; onProgress?: (at: Progress) => void; signal?: AbortSignal },
  ): Promise<Result>;
  prompt(result: Result, options?: { mode?: Mode; signal?: AbortSignal }): Promise<Prompt>;
  explain(
    result: Result,
    options: { endpoint: string | URL; onText?: (text: string, thinking: boolean) => void; signal?: AbortSignal },
  ): Promise<{ words: Sentence[]; cut: boolean; sent: [what: string, whom: string][]; report: Report }>;
  close(): void;
}
