import CIPS3DModel
import Foundation

/// The PyTorch that came with libtorch, to save checkpoints as its users do.
enum PyTorch {
    private static let packages = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(".libtorch/site-packages")

    /// Whether `python3` can import it: a libtorch from another place has no Python around it.
    static func isThere() async -> Bool {
        await (try? run("import torch"))?.status == 0
    }

    /// Runs a script.
    ///
    /// - Parameters:
    ///   - script: Python.
    ///   - arguments: Its `sys.argv` from the second on.
    /// - Returns: What it printed and how it ended.
    /// - Throws: Where `env` cannot be started.
    static func run(_ script: String, _ arguments: [String] = []) async throws -> Tool.Result {
        try await Tool.run(
            ["PYTHONPATH=\(packages.path)", "python3", "-c", script] + arguments,
            program: URL(fileURLWithPath: "/usr/bin/env"))
    }

    /// Random tensors by name and shape; saves a checkpoint and, as plain bytes, what a reader of it
    /// has to find: singles in the order of the names.
    static let save = """
        import collections, ctypes, json, sys, torch
        shapes, kind, checkpoint, expected = json.loads(sys.argv[1]), *sys.argv[2:5]
        torch.manual_seed(0)
        state = collections.OrderedDict((name, torch.randn(shape)) for name, shape in shapes)
        if kind == "half":
            state = collections.OrderedDict((k, v.half()) for k, v in state.items())
        with open(expected, "wb") as file:
            for tensor in state.values():
                tensor = tensor.float()
                file.write(ctypes.string_at(tensor.data_ptr(), 4 * tensor.numel()))
        if kind == "training":
            average = collections.OrderedDict(("module." + k, v) for k, v in state.items())
            last = collections.OrderedDict((k, v + 1) for k, v in state.items())
            parameter = torch.nn.Parameter(torch.zeros(3))
            adam = torch.optim.Adam([parameter])
            parameter.sum().backward()
            adam.step()
            state = {"step": 7, "generator": last, "G_ema": average, "optim": adam.state_dict()}
        torch.save(state, checkpoint, _use_new_zipfile_serialization=kind != "legacy")
        """

    /// Names and shapes for ``save``.
    static func shapes(of configuration: GeneratorConfiguration) -> String {
        let items = PublishedNames.tensors(of: configuration).map { tensor in
            "[\"\(tensor.name)\", \(tensor.shape)]"
        }
        return "[" + items.joined(separator: ", ") + "]"
    }
}
