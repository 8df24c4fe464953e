import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";

// A plain table for lists that fit a page. Lists that grow without end are virtualised (pages/checks).
export function Table({ className, ...rest }: ComponentProps<"table">) {
  return (
    <div className="overflow-x-auto">
      <table className={cx("w-full border-collapse text-sm", className)} {...rest} />
    </div>
  );
}

export function Th({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cx(
        "h-8 whitespace-nowrap border-line border-b px-3 text-left font-medium text-ink-3 text-xs",
        className,
      )}
      {...rest}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      className={cx("border-line border-b last:border-b-0 hover:bg-hover/60", className)}
      {...rest}
    />
  );
}

export function Td({ className, ...rest }: ComponentProps<"td">) {
  return <td className={cx("h-row px-3", className)} {...rest} />;
}
