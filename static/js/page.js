/** What every page loads. Each part finds its own attributes and does nothing without them. */
import "./autosave.js";
import "./read_aloud.js";
import "./refresh.js";
import "./resume.js";
