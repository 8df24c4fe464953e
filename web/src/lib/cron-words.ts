import cronstrue from "cronstrue";
import "cronstrue/locales/zh_CN";

/** Throws if the expression is none that it knows. */
export const cronWords = (expression: string, language: "en" | "zh") =>
  cronstrue.toString(expression, {
    locale: language === "zh" ? "zh_CN" : "en",
    use24HourTimeFormat: true,
    throwExceptionOnParseError: true,
  });
