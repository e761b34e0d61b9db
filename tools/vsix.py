"""The extension for VS Code as a package: a .vsix file, made of what stands in editors/vscode and needing no network.

Takes the folder after `npm ci` and `npm run build` in it, gives one file: the same bytes for the same content. The
licences of what the bundle holds are in it.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tools.licences import licences

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "editors" / "vscode"
BUNDLE = "dist/extension.js"
_TYPES = {".json": "application/json", ".js": "application/javascript", ".md": "text/markdown", ".txt": "text/plain"}
_THEN = (1980, 1, 1, 0, 0, 0)
"""The time that every file in the package has."""


def packed(folder: Path) -> dict[str, bytes]:
    """The files of the package by name; raises `FileNotFoundError` where the bundle is not built yet."""
    package: dict[str, Any] = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    shipped = {name: value for name, value in package.items() if name not in ("scripts", "devDependencies", "private")}
    return {
        "extension.vsixmanifest": _manifest(package).encode(),
        "[Content_Types].xml": _content_types().encode(),
        "extension/package.json": (json.dumps(shipped, indent=2, ensure_ascii=False) + "\n").encode(),
        f"extension/{BUNDLE}": (folder / BUNDLE).read_bytes(),
        "extension/README.md": (folder / "README.md").read_bytes(),
        "extension/LICENSE.txt": (folder / "LICENSE").read_bytes(),
        "extension/licences.txt": licences(folder, BUNDLE, "this extension").encode(),
    }


def _manifest(package: dict[str, Any]) -> str:
    def attribute(value: str) -> str:
        return quoteattr(value)

    return f"""<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id={attribute(package["name"])} Version={attribute(package["version"])} Publisher={
        attribute(package["publisher"])
    }/>
    <DisplayName>{escape(package["displayName"])}</DisplayName>
    <Description xml:space="preserve">{escape(package["description"])}</Description>
    <Tags>{escape(",".join(package["keywords"]))}</Tags>
    <Categories>{escape(",".join(package["categories"]))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value={attribute(package["engines"]["vscode"])}/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
"""


def _content_types() -> str:
    types = {**_TYPES, ".vsixmanifest": "text/xml"}
    told = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in sorted(types.items()))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{told}</Types>\n'
    )


def write(folder: Path, output: Path) -> None:
    """Writes the package."""
    files = packed(folder)
    output.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in files.items():
            about = zipfile.ZipInfo(name, _THEN)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(about, content)


if __name__ == "__main__":
    where = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "chrono.vsix")
    try:
        write(FOLDER, where)
    except FileNotFoundError as missing:
        sys.exit(
            f"{missing.filename} is not there: run `npm ci` and `npm run build` in editors/vscode, or `make vscode`"
        )
    print(f"{where} ({where.stat().st_size:,} bytes)")
