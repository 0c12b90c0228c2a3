// The line that is shown when the connection to the server is lost: reconnects, otherwise resumes, otherwise reloads. The page below it
// stays readable.
const line = document.getElementById("components-reconnect-modal");
line.addEventListener("components-reconnect-state-changed", ({ detail: { state } }) => {
  if (state === "show") {
    line.show();
  } else if (state === "hide") {
    line.close();
  } else if (state === "failed") {
    document.addEventListener("visibilitychange", retryWhenVisible);
  } else if (state === "rejected") {
    location.reload();
  }
});
document.getElementById("components-reconnect-button").addEventListener("click", retry);

async function retry() {
  document.removeEventListener("visibilitychange", retryWhenVisible);
  try {
    if (!(await Blazor.reconnect()) && !(await Blazor.resumeCircuit())) {
      location.reload();
    } else {
      line.close();
    }
  } catch {
    document.addEventListener("visibilitychange", retryWhenVisible);
  }
}

async function retryWhenVisible() {
  if (document.visibilityState === "visible") {
    await retry();
  }
}
