// The members of one kind of contact, as fields of a form.
import type { ReactNode } from "react";
import { languages, useT } from "@/i18n";
import type { Form } from "@/lib/form";
import { type FieldSpec, type Kind, kindFields, type Values } from "@/pages/contacts/kinds";
import { Field, type FieldIds } from "@/ui/field";
import { Checkbox, Input, Select, Textarea } from "@/ui/input";
import { SecretInput, type SecretValue } from "@/ui/secret-input";

interface Part {
  form: Form<Values>;
  initial: Values;
}

const choiceText = (field: FieldSpec, choice: string) =>
  field.name === "language" ? languages[choice as keyof typeof languages] : choice;

function Control({ field, form, initial, ids }: Part & { field: FieldSpec; ids: FieldIds }) {
  const t = useT();
  const mono = field.mono ? "font-mono" : "";
  const text = form.text(field.name);
  const { placeholder, required } = field;
  switch (field.shape) {
    case "secret":
      return (
        <SecretInput
          ids={ids}
          value={form.values[field.name] as SecretValue}
          initial={initial[field.name] as SecretValue}
          onChange={(value) => form.set(field.name, value)}
          removable={!field.required}
          placeholder={placeholder}
        />
      );
    case "lines":
    case "headers":
    case "body":
      return (
        <Textarea
          {...ids}
          {...text}
          rows={field.shape === "body" ? 4 : 2}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="none"
          className={`min-h-14 ${mono}`}
        />
      );
    case "choice":
      return (
        <Select {...ids} {...text}>
          <option value="">{field.none ? t(field.none) : ""}</option>
          {field.choices?.map((choice) => (
            <option key={choice} value={choice}>
              {choiceText(field, choice)}
            </option>
          ))}
        </Select>
      );
    default:
      return (
        <Input
          {...ids}
          {...text}
          {...(field.shape === "number" ? { type: "number", min: 1, inputMode: "numeric" } : {})}
          placeholder={placeholder}
          required={required}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className={mono}
        />
      );
  }
}

function OneField({ field, form, initial }: Part & { field: FieldSpec }) {
  const t = useT();
  const error = form.error(field.name);
  if (field.shape === "check") {
    return (
      <div>
        <label className="flex w-fit items-center gap-2 text-sm">
          <Checkbox {...form.check(field.name)} />
          {t(field.label)}
        </label>
        {error && (
          <p role="alert" className="mt-1 text-down text-xs">
            {error}
          </p>
        )}
        {field.hint && <p className="mt-0.5 ml-6 text-ink-3 text-xs">{t(field.hint)}</p>}
      </div>
    );
  }
  const isChoice = field.shape === "choice";
  return (
    <Field
      label={t(field.label)}
      hint={field.hint && t(field.hint)}
      optional={field.required || isChoice ? undefined : t("common.optional")}
      error={error}
    >
      {(ids) => <Control field={field} form={form} initial={initial} ids={ids} />}
    </Field>
  );
}

function Group({ title, open, children }: { title: string; open: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group rounded-md border border-line">
      <summary className="inset-focus rounded-md px-3 py-2 font-medium text-sm hover:bg-hover">
        {title}
      </summary>
      <div className="flex flex-col gap-4 px-3 pt-2 pb-4">{children}</div>
    </details>
  );
}

const isSet = (values: Values, field: FieldSpec) => {
  const value = values[field.name];
  return typeof value === "object" ? value.mode === "keep" : value !== "" && value !== undefined;
};

export function ConfigFields({ kind, form, initial }: Part & { kind: Kind }) {
  const t = useT();
  const shown = kindFields[kind].filter(
    (field) => !field.legacy || (initial[field.name] as SecretValue).mode === "keep",
  );
  const draw = (fields: readonly FieldSpec[]) =>
    fields.map((field) => (
      <OneField key={field.name} field={field} form={form} initial={initial} />
    ));
  const of = (group: FieldSpec["group"]) => shown.filter((field) => field.group === group);
  const more = of("more");
  // What is wrong or set is never folded away.
  const open = (fields: readonly FieldSpec[]) =>
    fields.some((field) => isSet(initial, field) || form.error(field.name) !== undefined);
  return (
    <>
      {draw(of(undefined))}
      {of("down").length > 0 && (
        <Group title={t("contacts.whenDown")} open>
          {draw(of("down"))}
        </Group>
      )}
      {of("up").length > 0 && (
        <Group title={t("contacts.whenUp")} open>
          {draw(of("up"))}
        </Group>
      )}
      {more.length > 0 && (
        <Group title={t("contacts.more")} open={open(more)}>
          {draw(more)}
        </Group>
      )}
    </>
  );
}
