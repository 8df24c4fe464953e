// A list whose rows are records: a table on a wide window, cards on a narrow one. The link of a
// row carries `data-row`, so that j and k move through them.
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { useKeys } from "@/lib/keyboard";
import { useNarrow } from "@/lib/media";
import { Table, Td, Th, Tr } from "./table";

export interface Column<T> {
  key: string;
  head: ReactNode;
  cell: (row: T, index: number) => ReactNode;
  className?: string;
}

function moveFocus(step: number) {
  const links = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** j and k, for lists of whatever look. */
export const useRowKeys = () => useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) });

export function Rows<T>({
  rows,
  rowKey,
  columns,
  card,
  label,
  dim,
}: {
  rows: readonly T[];
  rowKey: (row: T) => string;
  columns: readonly Column<T>[];
  card: (row: T, index: number) => ReactNode;
  label: string;
  /** Rows that are out of use. */
  dim?: (row: T) => boolean;
}) {
  const narrow = useNarrow();
  useRowKeys();
  if (narrow) {
    return (
      <ul aria-label={label} className="divide-y divide-line">
        {rows.map((row, index) => (
          <li key={rowKey(row)} className={cx("px-4 py-3", dim?.(row) && "text-ink-3")}>
            {card(row, index)}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <Table aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Th key={column.key} className={cx("first:pl-4 last:pr-4", column.className)}>
              {column.head}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <Tr key={rowKey(row)} className={cx(dim?.(row) && "text-ink-3")}>
            {columns.map((column) => (
              <Td key={column.key} className={cx("first:pl-4 last:pr-4", column.className)}>
                {column.cell(row, index)}
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
