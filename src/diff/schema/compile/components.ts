/**
 * The strongly connected components of a graph, each after all that it leads to (Tarjan's algorithm, without recursion:
 * chains of references may be long).
 */
export function componentsOf<N>(starts: readonly N[], successorsOf: (node: N) => readonly N[]): N[][] {
  const components: N[][] = [];
  const indexes = new Map<N, number>();
  const lows = new Map<N, number>();
  const stack: N[] = [];
  const onStack = new Set<N>();
  const open = (node: N): Visit<N> => {
    indexes.set(node, indexes.size);
    lows.set(node, indexes.size - 1);
    stack.push(node);
    onStack.add(node);
    return { node, successors: successorsOf(node).values() };
  };
  const lower = (node: N, to: number | undefined): void => {
    lows.set(node, Math.min(lows.get(node) ?? Infinity, to ?? Infinity));
  };

  const explore = (start: N): void => {
    const visits = [open(start)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { node } = visit;
      const step = visit.successors.next();
      if (step.done !== true) {
        const successor = step.value;
        if (!indexes.has(successor)) visits.push(open(successor));
        else if (onStack.has(successor)) lower(node, indexes.get(successor));
        continue;
      }
      visits.pop();
      const parent = visits.at(-1);
      if (parent !== undefined) lower(parent.node, lows.get(node));
      if (lows.get(node) !== indexes.get(node)) continue;
      const component = stack.splice(stack.lastIndexOf(node));
      for (const member of component) onStack.delete(member);
      components.push(component);
    }
  };
  for (const start of starts) if (!indexes.has(start)) explore(start);
  return components;
}

interface Visit<N> {
  readonly node: N;
  readonly successors: Iterator<N, undefined>;
}
