import type { Progress, Report } from "./omni-iml.js";

export { OmniIml } from "./omni-iml.js";

declare global {
  interface GlobalEventHandlersEventMap {
    "omni-iml-progress": CustomEvent<Progress>;
    "omni-iml-result": CustomEvent<Report>;
    "omni-iml-error": CustomEvent<{ kind: string; message: string }>;
  }
}
