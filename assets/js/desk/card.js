// The code on an identity card: number|old number|name|ddmmyyyy|sex|address|ddmmyyyy; newer cards add fields.
const NAMES = ["so", "cmnd", "ten", "ngaysinh", "gioi", "diachi", "ngaycap"];
const MARKED = /[\u0300-\u036f\u0110\u0111]/; // a mark after decomposition, or đ

const day = (text) => {
  const parts = /^(\d\d)(\d\d)(\d{4})$/.exec(text || "");
  return parts ? `${parts[1]}/${parts[2]}/${parts[3]}` : "";
};

// A typing program turns "Nữ" into anything, but not the letters of "Nam".
const sex = (text) => (/^nam/i.test(text) ? "Nam" : /^n/i.test(text) ? "Nữ" : "");

export const hasMarks = (text) => MARKED.test((text || "").normalize("NFD"));

// Returns the fields by name and which of them still need a human eye; null when this is no card.
export const readCard = (text) => {
  const parts = text.trim().split("|").map((part) => part.trim());
  if (parts.length < 6 || !/^\d{12}$/.test(parts[0])) return null;
  const card = Object.fromEntries(NAMES.map((name, index) => [name, parts[index] || ""]));
  card.cmnd = /^\d{9}(\d{3})?$/.test(card.cmnd) ? card.cmnd : "";
  card.ngaysinh = day(card.ngaysinh);
  card.ngaycap = day(card.ngaycap);
  card.gioi = sex(card.gioi);
  card.ten = card.ten.normalize("NFC");
  card.diachi = card.diachi.normalize("NFC");
  // Some names have no mark at all ("Lan Anh"), but hardly an address: judge the two together.
  const plain = !hasMarks(card.diachi) && !hasMarks(card.ten);
  return { card, unsure: plain ? ["ten", "diachi"] : [] };
};
