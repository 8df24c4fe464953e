// What lies above the page: dialog, side sheet, menu. (The popover has a file of its own, so that
// only the pages that use it load it.)
import * as DialogParts from "@radix-ui/react-dialog";
import * as MenuParts from "@radix-ui/react-dropdown-menu";
import { Check, X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Button } from "./button";

export const panel = "border border-line bg-raised text-ink shadow-pop";

/** `sheet` comes in from the right and takes the height of the window; `palette` has no frame of its
 * own, its title is for screen readers. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  look = "dialog",
  className,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  look?: "dialog" | "sheet" | "palette";
  className?: string;
  children?: ReactNode;
}) {
  const t = useT();
  return (
    <DialogParts.Root open={open} onOpenChange={onOpenChange}>
      <DialogParts.Portal>
        <DialogParts.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <DialogParts.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cx(
            panel,
            "pop-in fixed z-50 flex flex-col outline-none",
            look === "sheet"
              ? "inset-y-0 right-0 w-full max-w-2xl border-y-0 border-r-0"
              : "inset-x-0 top-[8vh] mx-auto max-h-[84vh] w-[calc(100%-1.5rem)] max-w-lg rounded-xl",
            className,
          )}
        >
          {look === "palette" ? (
            <DialogParts.Title className="sr-only">{title}</DialogParts.Title>
          ) : (
            <div className="flex items-start gap-3 px-5 pt-4">
              <DialogParts.Title className="min-w-0 flex-1 font-semibold text-[0.9375rem]">
                {title}
              </DialogParts.Title>
              <DialogParts.Close asChild>
                <Button variant="ghost" size="icon-sm" aria-label={t("common.close")}>
                  <X />
                </Button>
              </DialogParts.Close>
            </div>
          )}
          {description && (
            <DialogParts.Description className="px-5 pt-1 text-ink-2 text-sm">
              {description}
            </DialogParts.Description>
          )}
          <div className={cx("min-h-0 flex-1 overflow-y-auto", look !== "palette" && "px-5 py-4")}>
            {children}
          </div>
          {footer && (
            <div className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
              {footer}
            </div>
          )}
        </DialogParts.Content>
      </DialogParts.Portal>
    </DialogParts.Root>
  );
}

const menuItem =
  "flex h-8 cursor-default select-none items-center gap-2 rounded px-2 text-sm outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:text-ink-3";

export function Menu({
  trigger,
  align = "end",
  className,
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "end";
  className?: string;
  children: ReactNode;
}) {
  return (
    <MenuParts.Root modal={false}>
      <MenuParts.Trigger asChild>{trigger}</MenuParts.Trigger>
      <MenuParts.Portal>
        <MenuParts.Content
          align={align}
          sideOffset={5}
          collisionPadding={8}
          className={cx(
            panel,
            "pop-in z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-44 overflow-y-auto rounded-lg p-1",
            className,
          )}
        >
          {children}
        </MenuParts.Content>
      </MenuParts.Portal>
    </MenuParts.Root>
  );
}

export function MenuItem({
  danger,
  className,
  ...rest
}: ComponentProps<typeof MenuParts.Item> & { danger?: boolean }) {
  return (
    <MenuParts.Item
      className={cx(menuItem, danger && "text-down [&_svg]:text-down", className)}
      {...rest}
    />
  );
}

export function MenuChoices<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label?: ReactNode;
  value: T;
  choices: readonly (readonly [T, ReactNode])[];
  onChange: (value: T) => void;
}) {
  return (
    <MenuParts.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {label && <MenuLabel>{label}</MenuLabel>}
      {choices.map(([choice, text]) => (
        <MenuParts.RadioItem key={choice} value={choice} className={cx(menuItem, "pr-8")}>
          {text}
          <MenuParts.ItemIndicator className="ml-auto -mr-6">
            <Check className="text-accent!" />
          </MenuParts.ItemIndicator>
        </MenuParts.RadioItem>
      ))}
    </MenuParts.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <MenuParts.Label className="px-2 pt-1.5 pb-1 font-medium text-ink-3 text-xs">
      {children}
    </MenuParts.Label>
  );
}

export function MenuSeparator() {
  return <MenuParts.Separator className="my-1 h-px bg-line" />;
}
