import type { Slot } from "@radix-ui/react-slot";
import type { ReactNode } from "react";

// Stands in for the package `react-remove-scroll` of the Radix primitives. The page does not scroll
// as a whole here (only <main> does, and it lies below the overlay), so nothing needs a lock.
export function RemoveScroll({
  as: Tag = "div",
  children,
  allowPinchZoom: _allowPinchZoom,
  shards: _shards,
  ...rest
}: {
  as?: typeof Slot | "div";
  children?: ReactNode;
  allowPinchZoom?: boolean;
  shards?: unknown;
}) {
  return <Tag {...rest}>{children}</Tag>;
}

RemoveScroll.classNames = { fullWidth: "", zeroRight: "" };

export default RemoveScroll;
