import { Slot } from "@radix-ui/react-slot";
import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";

const button = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent-fill text-accent-ink hover:bg-accent-fill-hover",
        secondary: "border border-line-strong bg-surface text-ink hover:bg-hover",
        ghost: "text-ink-2 hover:bg-hover hover:text-ink",
        danger: "bg-down-fill text-white hover:brightness-110",
        "danger-quiet": "border border-line-strong bg-surface text-down hover:bg-hover",
        link: "rounded-sm text-accent underline-offset-2 hover:underline",
      },
      size: {
        md: "h-8 px-3 text-sm",
        sm: "h-7 px-2 text-xs [&_svg]:size-3.5",
        lg: "h-10 px-4 text-base",
        icon: "size-8",
        "icon-sm": "size-7 [&_svg]:size-3.5",
        inline: "h-auto p-0",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof button> & {
    /** Give the look to the one child, e.g. a link. */
    asChild?: boolean;
    /** Work is under way: shows it and takes no second click. */
    busy?: boolean;
  };

export function Button({
  variant,
  size,
  asChild,
  busy,
  className,
  children,
  ...rest
}: ButtonProps) {
  const names = cx(button({ variant, size }), className);
  if (asChild) {
    return (
      <Slot className={names} {...rest}>
        {children}
      </Slot>
    );
  }
  return (
    <button
      type="button"
      className={names}
      aria-busy={busy || undefined}
      {...rest}
      disabled={rest.disabled || busy}
    >
      {busy && <LoaderCircle className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}
