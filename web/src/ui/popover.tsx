import * as PopoverParts from "@radix-ui/react-popover";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { panel } from "./overlay";

/** A small form or list that hangs on its trigger. */
export function Popover({
  trigger,
  align = "start",
  className,
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
}) {
  return (
    <PopoverParts.Root>
      <PopoverParts.Trigger asChild>{trigger}</PopoverParts.Trigger>
      <PopoverParts.Portal>
        <PopoverParts.Content
          align={align}
          sideOffset={5}
          collisionPadding={8}
          className={cx(panel, "pop-in z-50 max-w-[calc(100vw-1rem)] rounded-lg p-3", className)}
        >
          {children}
        </PopoverParts.Content>
      </PopoverParts.Portal>
    </PopoverParts.Root>
  );
}
