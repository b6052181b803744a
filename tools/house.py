"""Print the house in numbers: lengths of files and functions, broad excepts, import cycles, tests per source line."""

import ast
import statistics
from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"
GOALS = {"file": 400, "function": 40, "broad": 12}


def main() -> None:
    """Measure src and tests and print one line for each figure, with the goal in brackets."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SRC.rglob("*.py"))}
    files = {path: lines(path) for path in trees}
    functions = {name: length for path, tree in trees.items() for name, length in lengths(path, tree)}
    broad = [place for path, tree in trees.items() for place in broad_excepts(path, tree)]
    tests = sum(lines(path) for path in (ROOT / "tests").rglob("*.py"))
    print(row("files", list(files.values()), GOALS["file"]))
    print(row("functions", list(functions.values()), GOALS["function"]))
    print(f"broad excepts {len(broad)} [{GOALS['broad']}]: {', '.join(broad)}")
    print(f"import cycles: {cycle(trees) or 'none'}")
    print(f"tests:source {tests}:{sum(files.values())} = {tests / sum(files.values()):.2f}")
    for name, length in sorted(functions.items(), key=lambda item: -item[1])[:5]:
        print(f"  longest: {length} {name}")


def row(name: str, values: Sequence[int], goal: int) -> str:
    """Return median, 95th percentile and maximum as one line."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return (
        f"{name} {len(values)}: lines median {statistics.median(values):.0f}, p95 {p95} [{goal}], longest {ordered[-1]}"
    )


def lines(path: Path) -> int:
    """Return the number of lines of a file."""
    return path.read_text(encoding="utf-8").count("\n")


def lengths(path: Path, tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield name and length in lines of each function of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def broad_excepts(path: Path, tree: ast.AST) -> Iterator[str]:
    """Yield the place of each handler that catches everything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            names = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
            if any(n is None or (isinstance(n, ast.Name) and n.id in {"Exception", "BaseException"}) for n in names):
                yield f"{path.relative_to(SRC)}:{node.lineno}"


def cycle(trees: dict[Path, ast.Module]) -> str:
    """Return the modules of an import cycle, or nothing."""
    names = {module(path) for path in trees}
    graph = {
        module(path): {found for found in imports(tree, names) if found != module(path)} for path, tree in trees.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return " -> ".join(error.args[1])
    return ""


def module(path: Path) -> str:
    """Return the dotted name of a source file."""
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.Module, names: set[str]) -> Iterator[str]:
    """Yield the modules of ours that a module imports at its top level; a package only where a name of its own is."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        elif isinstance(node, ast.ImportFrom) and node.module in names:
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                yield inside if inside in names else node.module


if __name__ == "__main__":
    main()
