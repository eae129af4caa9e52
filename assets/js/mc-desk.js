// Counter and officers' forms: card scan, procedure picker, papers, drafts, session, one press one request.
import { startDrafts } from "./desk/draft.js";
import { startPapers } from "./desk/papers.js";
import { startPickers } from "./desk/picker.js";
import { startScan } from "./desk/scan.js";
import { startSession } from "./desk/session.js";
import { startGuard } from "./desk/submit.js";

startScan();
startPickers();
startDrafts();
startPapers(); // before the guard: a form with a missing paper is not being sent
startGuard();
startSession();
