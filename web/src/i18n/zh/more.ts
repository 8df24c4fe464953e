// The texts of all other pages; they come with the first of them that is opened.
import access from "./access.json";
import alertState from "./alertState.json";
import alerts from "./alerts.json";
import audit from "./audit.json";
import connect from "./connect.json";
import contacts from "./contacts.json";
import edit from "./edit.json";
import once from "./once.json";
import outcome from "./outcome.json";
import password from "./password.json";
import pings from "./pings.json";
import profile from "./profile.json";
import projects from "./projects.json";
import reset from "./reset.json";
import secret from "./secret.json";
import settings from "./settings.json";
import setup from "./setup.json";
import signIn from "./signIn.json";
import units from "./units.json";
import users from "./users.json";

export default {
  access,
  alertState,
  alerts,
  audit,
  connect,
  contacts,
  edit,
  once,
  outcome,
  password,
  pings,
  profile,
  projects,
  reset,
  secret,
  settings,
  setup,
  signIn,
  units,
  users,
};
