// Forms take files without this module, too: then they travel with the form. With it each file is uploaded when
// it is chosen, dropped or pasted, one after the other, and the form carries what the server made of it.

const MEGABYTE = 1024 * 1024;
// Two to three minutes of waiting for the pictures of others.
const MOST_TURNS = 30;

for (const field of document.querySelectorAll("[data-attachments]")) {
  const form = field.closest("form");
  const input = field.querySelector("input[type=file]");
  const rows = field.querySelector("[data-rows]");
  const area = field.querySelector("[data-drop-area]");
  const status = field.querySelector("[data-status]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const most = Number(field.dataset.most);
  const megabytes = Number(field.dataset.megabytes);
  const copy = (name) => field.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  let queue = Promise.resolve();

  field.querySelector("[data-drop-hint]").hidden = false;

  function refuse(name, reason) {
    const row = copy("error-row");
    row.querySelector("[data-text]").textContent = `“${name}”没有收下：${reason}`;
    row.querySelector("[data-cancel]").addEventListener("click", () => {
      row.remove();
      input.focus();
    });
    rows.append(row);
    status.textContent = row.textContent;
  }

  /** A row that is there gets a button in place of its box. */
  function equip(row) {
    const label = row.querySelector("label");
    const box = label.querySelector("input");
    const button = copy("remove");
    const name = row.querySelector(".attachment-row__name").firstChild.textContent.trim();
    button.setAttribute("aria-label", `${button.textContent.trim()} ${name}`);
    label.hidden = true;
    row.append(button);
    button.addEventListener("click", () => {
      box.checked = false;
      row.remove();
      input.focus();
      status.textContent = `已移除 ${name}`;
      fetch(row.dataset.drop, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {
        // The server removes what was not used after a day.
      });
    });
  }

  /** Send it; where too many pictures come at once, wait as the server says and send it again. */
  function send(file, row, turn, finish) {
    const progress = row.querySelector("progress");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        progress.value = (event.loaded / event.total) * 100;
      }
    });
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // A proxy's page, or ours for a request that is too large.
      }
      const seconds = Number(request.getResponseHeader("Retry-After"));
      if (request.status === 503 && seconds > 0 && turn < MOST_TURNS) {
        row.querySelector("[data-waits]").hidden = false;
        progress.value = 0;
        const timer = setTimeout(() => send(file, row, turn + 1, finish), seconds * 1000 * (1 + Math.random()));
        row.stop = () => clearTimeout(timer);
      } else if (request.status !== 201) {
        finish(answer.error ?? (request.status === 413 ? "文件太大。" : "上传没有成功，请再试一次。"));
      } else {
        const template = document.createElement("template");
        template.innerHTML = answer.row.trim();
        const made = template.content.firstElementChild;
        rows.insertBefore(made, row);
        equip(made);
        status.textContent = `已上传 ${file.name}`;
        finish();
      }
    });
    request.addEventListener("error", () => finish("网络断了，请再试一次。"));
    row.stop = () => request.abort();
    const data = new FormData();
    data.append("file", file, file.name);
    request.open("POST", field.dataset.url);
    request.setRequestHeader("X-CSRFToken", token);
    request.send(data);
  }

  function upload(file) {
    return new Promise((done) => {
      const count = rows.querySelectorAll("[data-attachment]").length;
      if (count >= most) {
        refuse(file.name, `最多可以附${most}个。`);
        done();
        return;
      }
      if (file.size > megabytes * MEGABYTE) {
        refuse(file.name, `文件不能超过${megabytes} MB。`);
        done();
        return;
      }
      const row = copy("progress-row");
      row.querySelector("[data-name]").textContent = file.name;
      row.querySelector("progress").setAttribute("aria-label", `正在上传 ${file.name}`);
      rows.append(row);
      const finish = (reason) => {
        row.remove();
        if (reason) {
          refuse(file.name, reason);
        }
        done();
      };
      row.querySelector("[data-cancel]").addEventListener("click", () => {
        row.stop();
        finish();
      });
      send(file, row, 1, finish);
    });
  }

  /** One after the other: the server decodes one picture at a time anyway, and the first errors show soon. */
  function take(files) {
    for (const file of files) {
      queue = queue.then(() => upload(file));
    }
  }

  rows.querySelectorAll("[data-attachment]").forEach(equip);

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });

  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("attachments-field__drop_over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    area.addEventListener(name, () => area.classList.remove("attachments-field__drop_over"));
  }
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });

  form.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // A word processor puts a picture of the text beside the text: the text is meant.
    if (files.length > 0 && !event.clipboardData.types.includes("text/plain")) {
      event.preventDefault();
      take(files);
    }
  });

  // Whoever presses the button too early waits until everything is there.
  form.addEventListener("submit", (event) => {
    if (rows.querySelector("progress") && !form.dataset.waiting) {
      event.preventDefault();
      form.dataset.waiting = "1";
      status.textContent = "正在等待上传完成";
      const button = event.submitter;
      queue.then(() => {
        delete form.dataset.waiting;
        form.requestSubmit(button);
      });
    } else if (form.dataset.waiting) {
      event.preventDefault();
    }
  });
}
