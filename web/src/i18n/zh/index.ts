import beats from "./beats.json";
import check from "./check.json";
import checks from "./checks.json";
import common from "./common.json";
import keys from "./keys.json";
import live from "./live.json";
import look from "./look.json";
import nav from "./nav.json";
import notFound from "./notFound.json";
import overview from "./overview.json";
import palette from "./palette.json";
import problem from "./problem.json";
import project from "./project.json";
import reason from "./reason.json";
import role from "./role.json";
import schedule from "./schedule.json";
import status from "./status.json";
import user from "./user.json";

export default {
  beats,
  check,
  checks,
  common,
  keys,
  live,
  look,
  nav,
  notFound,
  overview,
  palette,
  problem,
  project,
  reason,
  role,
  schedule,
  status,
  user,
};
