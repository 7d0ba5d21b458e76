import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Rows of one height, of which only those near the window are in the document. */
export function VirtualRows({ count, height, row, onEnd }: { count: number; height: number; row: (index: number) => ComponentChildren; onEnd: () => void }) {
  const host = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<[number, number]>([0, 40]);
  useLayoutEffect(() => {
    const update = () => {
      const top = host.current!.getBoundingClientRect().top;
      const first = Math.max(0, Math.floor(-top / height) - 10);
      setRange((before) => (before[0] === first ? before : [first, first + Math.ceil(innerHeight / height) + 20]));
    };
    update();
    addEventListener("scroll", update, { passive: true });
    addEventListener("resize", update);
    return () => {
      removeEventListener("scroll", update);
      removeEventListener("resize", update);
    };
  }, [height]);
  const [first, last] = [Math.min(range[0], count), Math.min(range[1], count)];
  // After every rendering: an end that was reached while a page was still under way must be seen when it has come.
  useEffect(() => {
    if (last > count - 30) {
      onEnd();
    }
  });
  return (
    <div ref={host} role="rowgroup" class="virtual" style={{ height: `${count * height}px` }}>
      <div role="presentation" style={{ transform: `translateY(${first * height}px)` }}>
        {Array.from({ length: last - first }, (_, i) => row(first + i))}
      </div>
    </div>
  );
}

/** True while the window is narrower than `pixels`. */
export function useNarrow(pixels: number): boolean {
  const [narrow, setNarrow] = useState(innerWidth < pixels);
  useEffect(() => {
    const update = () => setNarrow(innerWidth < pixels);
    addEventListener("resize", update);
    return () => removeEventListener("resize", update);
  }, [pixels]);
  return narrow;
}
