import CIPS3DVerification
import Testing

/// What cannot be recomputed whole is refused with a sentence; nothing here may end the process.
@Suite("Refused computations")
struct VerificationRefusalTests {
    /// A change of a recorded computation and what its refusal has to name.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fixture: String
        let named: String
        let change: @Sendable (inout RecordedFile) throws -> Void

        init(
            _ description: String, _ fixture: String, naming named: String,
            _ change: @escaping @Sendable (inout RecordedFile) throws -> Void
        ) {
            (testDescription, self.fixture, self.named) = (description, fixture, named)
            self.change = change
        }
    }

    static let generator = "generator-partial-last"
    static let solid = "generator-solid-sphere"
    static let truncated = "generator-ablated-truncated"
    static let discriminator = "discriminator-fading"
    static let training = "training-fading-deviation"

    @Test("a file that cannot be recomputed whole is refused", arguments: tensors + configurations)
    func refuses(_ change: Case) throws {
        var file = try RecordedFile.fixture(change.fixture)
        try change.change(&file)
        let refusal = try #require(file.refusal(), "it was verified")
        #expect(refusal.contains(change.named), "\(refusal)")
        #expect(refusal.contains("changed.safetensors"))
    }

    @Test(
        "the fused engine refuses the same of a generator",
        arguments: (tensors + configurations).filter {
            ![discriminator, training].contains($0.fixture)
        })
    func fusedRefuses(_ change: Case) throws {
        var file = try RecordedFile.fixture(change.fixture)
        try change.change(&file)
        let refusal = try #require(file.refusal(engine: .fused), "it was verified")
        // A missing or misshapen weight is named with its folder here.
        #expect(refusal.contains(change.named.replacing(" is unexpected", with: "")), "\(refusal)")
        #expect(refusal.contains("changed.safetensors"))
    }

    static let tensors = [
        Case("an unknown input", generator, naming: "input/extra") {
            $0.put("input/extra", shape: [1], [0])
        },
        Case("an unknown output", discriminator, naming: "output/extra") {
            $0.put("output/extra", shape: [1], [0])
        },
        Case("a tensor outside of every folder", training, naming: "extra") {
            $0.put("extra", shape: [1], [0])
        },
        Case("a gradient of no parameter", generator, naming: "gradient/extra") {
            $0.put("gradient/extra", shape: [1], [0])
        },
        Case("an unknown weight", generator, naming: "extra.weight is unexpected") {
            $0.put("weights/extra.weight", shape: [1], [0])
        },
        Case("a missing weight", discriminator, naming: "main_disc.out_linear.bias is missing") {
            $0.tensors["weights/main_disc.out_linear.bias"] = nil
        },
        Case("a missing weight of the sphere", solid, naming: "background.to_feature.bias") {
            $0.tensors["weights/background.to_feature.bias"] = nil
        },
        Case("a missing output", generator, naming: "output/depth") {
            $0.tensors["output/depth"] = nil
        },
        Case("missing logits", discriminator, naming: "output/logits") {
            $0.tensors["output/logits"] = nil
        },
        Case("a missing loss", training, naming: "output/step1/generator_loss") {
            $0.tensors["output/step1/generator_loss"] = nil
        },
        Case("a missing updated weight", training, naming: "updated/ema/aux_to_rbg.0.bias") {
            $0.tensors["updated/ema/aux_to_rbg.0.bias"] = nil
        },
        Case("a missing draw", generator, naming: "input/jitter") {
            $0.tensors["input/jitter"] = nil
        },
        Case("a missing cotangent", generator, naming: "input/aux_cotangent") {
            $0.tensors["input/aux_cotangent"] = nil
        },
        Case("cotangents without gradients", generator, naming: "input/aux_cotangent") { file in
            for name in file.tensors.keys where name.hasPrefix("gradient/") {
                file.tensors[name] = nil
            }
        },
        Case("a missing mean", truncated, naming: "input/mean_inr") {
            $0.tensors["input/mean_inr"] = nil
        },
        Case("a transposed output", generator, naming: "output/image has shape [3, 6, 6, 3]") {
            $0.tensors["output/image"]?.shape = [3, 6, 6, 3]
        },
        Case("a flat weight", generator, naming: "inr_net.network.4.mod1.weight has shape") {
            $0.tensors["weights/inr_net.network.4.mod1.weight"]?.shape.removeFirst()
        },
        Case("a gradient of another shape", generator, naming: "siren.final_layer.weight") {
            $0.tensors["gradient/siren.final_layer.weight"]?.shape = [10, 1]
        },
        Case("a pixel beyond the image", generator, naming: "input/keep") {
            $0.put("input/keep", shape: [2], integers: [0, 36])
        },
        Case("a negative pixel", generator, naming: "input/keep") {
            $0.put("input/keep", shape: [1], integers: [-1])
        },
        Case("a pixel twice", generator, naming: "input/keep") {
            $0.put("input/keep", shape: [2], integers: [3, 3])
        },
        Case("no pixels", training, naming: "input/step1/keep") {
            $0.put("input/step1/keep", shape: [0], integers: [])
        },
        Case("pixels that are not whole numbers", generator, naming: "has type F32") {
            $0.put("input/keep", shape: [1], [1])
        },
        Case("codes that are whole numbers", generator, naming: "input/z_nerf has type I64") {
            $0.put("input/z_nerf", shape: [3, 5], integers: Array(repeating: 1, count: 15))
        },
        Case("codes of no image", generator, naming: "input/z_nerf") {
            $0.put("input/z_nerf", shape: [0, 5], [])
        },
        Case("an image that is not square", discriminator, naming: "input/image has shape") {
            $0.tensors["input/image"]?.shape = [4, 3, 8, 32]
        },
        Case("a batch that does not divide", discriminator, naming: "stddev_group") { file in
            for (name, count) in [("input/image", 768), ("input/aux", 768)] {
                file.put(name, shape: [3, 3, 16, 16], Array(file.floats(name).prefix(3 * count)))
            }
        },
        Case("fewer photographs than images", training, naming: "input/step0/real has shape") {
            $0.put(
                "input/step0/real", shape: [1, 3, 8, 8],
                Array($0.floats("input/step0/real").prefix(192)))
        },
    ]

    static let configurations = [
        Case("an unknown kind", generator, naming: "renderer") {
            $0.metadata["kind"] = "renderer"
        },
        Case("no kind", generator, naming: "no kind and config") { $0.metadata["kind"] = nil },
        Case("unknown metadata", generator, naming: "author") { $0.metadata["author"] = "x" },
        Case("a configuration that is not JSON", generator, naming: "JSON object") {
            $0.metadata["config"] = "{"
        },
        Case("an unknown key", generator, naming: "the settings gamma are unknown") {
            try $0.configure { $0["gamma"] = 1 }
        },
        Case("an unknown key of a section", generator, naming: "generator.gamma") {
            try $0.configure("generator") { $0["gamma"] = 1 }
        },
        Case("a missing key", generator, naming: "generator.box_side is missing") {
            try $0.configure("generator") { $0["box_side"] = nil }
        },
        Case("a truth value for a number", generator, naming: "camera.near") {
            try $0.configure("camera") { $0["near"] = true }
        },
        Case("a number for a truth value", generator, naming: "camera.fine") {
            try $0.configure("camera") { $0["fine"] = 1 }
        },
        Case("half a sample", generator, naming: "camera.samples") {
            try $0.configure("camera") { $0["samples"] = 5.5 }
        },
        Case("an unknown background", generator, naming: "none, last or white") {
            try $0.configure { $0["back"] = "black" }
        },
        Case("an unknown density", solid, naming: "generator.density has to be relu or softplus") {
            try $0.configure("generator") { $0["density"] = "exp" }
        },
        Case("a density that is no text", solid, naming: "generator.density has to be a string") {
            try $0.configure("generator") { $0["density"] = 1 }
        },
        Case("a scale that is no number", solid, naming: "generator.density_scale") {
            try $0.configure("generator") { $0["density_scale"] = true }
        },
        Case("a sphere of no width", solid, naming: "generator.background_width") {
            try $0.configure("generator") { $0["background_width"] = -1 }
        },
        Case("a sphere of another width", solid, naming: "background.network.0.linear.weight") {
            try $0.configure("generator") { $0["background_width"] = 7 }
        },
        Case("a sphere that the sizes do not have", solid, naming: "background.") {
            try $0.configure("generator") { $0["background_width"] = 0 }
        },
        Case("no block that paints", generator, naming: "first_rgb_block") {
            try $0.configure("generator") { $0["first_rgb_block"] = 2 }
        },
        Case("an image size that the draws do not have", generator, naming: "input/") {
            try $0.configure { $0["size"] = 7 }
        },
        Case("a resolution that is no power of two", discriminator, naming: "main_channels") {
            try $0.configure("main_channels") { $0["6"] = 3 }
        },
        Case("a missing resolution", discriminator, naming: "aux_channels") {
            try $0.configure("aux_channels") { $0["8"] = nil }
        },
        Case("a largest size below the image", discriminator, naming: "convs.16") {
            try $0.configure { $0["max_size"] = 8 }
        },
        Case("one beta", training, naming: "betas") {
            try $0.configure { $0["betas"] = [0.5] }
        },
        Case("more steps than were recorded", training, naming: "input/step2/") {
            try $0.configure { $0["steps"] = 3 }
        },
        Case("fewer steps than were recorded", training, naming: "step1") {
            try $0.configure { $0["steps"] = 1 }
        },
    ]

    @Test("inputs in float64 are taken as float32")
    func acceptsWideInputs() throws {
        for fixture in [Self.generator, Self.discriminator, Self.training] {
            var file = try RecordedFile.fixture(fixture)
            for (name, entry) in file.tensors where entry.type == .float32 { file.widen(name) }
            #expect(try file.verified().passes, "\(fixture)")
        }
    }
}
