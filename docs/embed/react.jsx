// A React component around the widget: import "…/widget.js" once, anywhere on the page.
import { useEffect, useRef } from "react";

/**
 * @param {{ src: string, device?: "auto" | "gpu" | "cpu", lang?: string, theme?: "light" | "dark", explainEndpoint?: string,
 *   onResult?: (report: object) => void, onError?: (error: { kind: string, message: string }) => void,
 *   onProgress?: (at: { phase: string, done: number, of: number }) => void, children?: import("react").ReactNode }} props
 */
export function OmniImlCheck({ src, device, lang, theme, explainEndpoint, onResult, onError, onProgress, children }) {
  const widget = useRef(null);
  const heard = useRef({});
  heard.current = { result: onResult, error: onError, progress: onProgress };

  useEffect(() => {
    const element = widget.current;
    const listen = ({ type, detail }) => heard.current[type.slice("omni-iml-".length)]?.(detail);
    const types = ["omni-iml-result", "omni-iml-error", "omni-iml-progress"];
    for (const type of types) element.addEventListener(type, listen);
    return () => types.forEach((type) => element.removeEventListener(type, listen));
  }, []);

  return (
    <omni-iml-check ref={widget} src={src} device={device} lang={lang} theme={theme} explain-endpoint={explainEndpoint}>
      {children}
    </omni-iml-check>
  );
}
