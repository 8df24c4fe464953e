// A form: its values, what the server found wrong with which of them, and whether it is saved.
import { type ChangeEvent, type FormEvent, useCallback, useState } from "react";
import { Problem } from "@/api/problem";
import { useUnsaved } from "./guard";
import { problemText } from "./problem-text";

type TextEvent = ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>;

export interface Form<T extends object> {
  values: T;
  dirty: boolean;
  busy: boolean;
  /** What is wrong with no member in particular. */
  problem: string;
  set: <K extends keyof T>(name: K, value: T[K]) => void;
  reset: (values: T) => void;
  /** What is wrong with this member, named by the problem's `pointer`. */
  error: (name: keyof T & string) => string | undefined;
  /** For <Input {...form.text("name")} />. */
  text: (name: keyof T & string) => {
    name: string;
    value: string;
    onChange: (event: TextEvent) => void;
  };
  /** For <Checkbox {...form.check("enabled")} />. */
  check: (name: keyof T & string) => {
    name: string;
    checked: boolean;
    onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  };
  onSubmit: (event: FormEvent) => void;
}

/** `submit` makes the call; a Problem that it throws is shown at its field and nothing is lost.
 * `guard: false` for forms that need no question before they are left (sign-in, search). */
export function useForm<T extends object>(options: {
  initial: T;
  submit: (values: T) => Promise<unknown>;
  guard?: boolean;
}): Form<T> {
  const [base, setBase] = useState(options.initial);
  const [values, setValues] = useState(options.initial);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const dirty = JSON.stringify(values) !== JSON.stringify(base);
  // While it is being saved it may be left: the caller goes on to what it saved.
  useUnsaved(dirty && !busy && options.guard !== false);

  const set = useCallback(<K extends keyof T>(name: K, value: T[K]) => {
    setValues((before) => ({ ...before, [name]: value }));
    setProblem((before: unknown) => (memberOf(before) === name ? null : before));
  }, []);

  const reset = useCallback((next: T) => {
    setBase(next);
    setValues(next);
    setProblem(null);
  }, []);

  async function submit() {
    setBusy(true);
    setProblem(null);
    try {
      await options.submit(values);
      setBase(values);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  const member = memberOf(problem);
  const known = member !== "" && member in values;
  return {
    values,
    dirty,
    busy,
    problem: problem && !known ? problemText(problem) : "",
    set,
    reset,
    error: (name) => (known && member === name ? problemText(problem) : undefined),
    text: (name) => ({
      name,
      value: String(values[name] ?? ""),
      onChange: (event) => set(name, event.target.value as T[typeof name]),
    }),
    check: (name) => ({
      name,
      checked: Boolean(values[name]),
      onChange: (event) => set(name, event.target.checked as T[typeof name]),
    }),
    onSubmit: (event) => {
      event.preventDefault();
      if (!busy) void submit();
    },
  };
}

/** "/config/url" → "config": the member of the form that the problem points at. */
export function memberOf(problem: unknown): string {
  return problem instanceof Problem ? (problem.pointer.split("/")[1] ?? "") : "";
}
