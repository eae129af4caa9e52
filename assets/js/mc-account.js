// Pages of a citizen who has signed in, or is about to.
import { startSession } from "./desk/session.js";
import { startPasskeys } from "./passkey.js";

startSession();
startPasskeys();
