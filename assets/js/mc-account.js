// Pages of a citizen who has signed in, or is about to.
import { startSession } from "./desk/session.js";
import { startPasskeys } from "./passkey.js";
import { startPush } from "./push.js";

startSession();
startPasskeys();
startPush();
