import CIPS3DModel
import CIPS3DNetworks
import RunSettings
import Testing
import TorchNN

/// The weights file's keys and shapes, written out from the description of the published state.
@Suite("Names and shapes of parameters")
struct ParameterPathTests {
    private typealias Shapes = [String: [Int]]

    /// `weight` and `bias` of a linear layer.
    private func linear(_ path: String, _ inputs: Int, _ outputs: Int) -> Shapes {
        ["\(path).weight": [outputs, inputs], "\(path).bias": [outputs]]
    }

    private func norm(_ path: String, _ width: Int) -> Shapes {
        ["\(path).weight": [width], "\(path).bias": [width]]
    }

    private func film(_ path: String, _ inputs: Int, _ outputs: Int, style: Int) -> Shapes {
        merged([
            linear("\(path).linear", inputs, outputs), linear("\(path).gain_fc", style, outputs),
            linear("\(path).bias_fc", style, outputs),
        ])
    }

    private func modFC(_ path: String, _ inputs: Int, _ outputs: Int, style: Int) -> Shapes {
        merged([
            ["\(path).weight": [1, inputs, outputs]], linear("\(path).modulation", style, inputs),
            norm("\(path).norm", inputs),
        ])
    }

    private func merged(_ parts: [Shapes]) -> Shapes {
        parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }

    private func shapes(of sizes: GeneratorConfiguration) -> Shapes {
        let (nerf, inr) = (sizes.nerf, sizes.inr)
        var parts = [
            linear("siren.final_layer", nerf.width, 1),
            film(
                "siren.color_layer_sine", nerf.width, nerf.width / 2, style: nerf.styleWidth),
            linear("siren.color_layer_linear.0", nerf.width / 2, nerf.features),
            linear("aux_to_rbg.0", nerf.features, 3), sphere(of: sizes),
        ]
        for layer in 0..<nerf.layers {
            parts.append(
                film(
                    "siren.network.\(layer)", layer == 0 ? 3 : nerf.width, nerf.width,
                    style: nerf.styleWidth))
        }
        for layer in 0..<nerf.mappingLayers {
            let inputs = layer == 0 ? sizes.shapeLatentWidth : nerf.styleWidth
            parts.append(
                linear("mapping_network_nerf.base_net.\(2 * layer)", inputs, nerf.styleWidth))
        }
        for layer in 0..<inr.mappingLayers {
            let inputs = layer == 0 ? sizes.appearanceLatentWidth : inr.styleWidth
            let path = "mapping_network_inr.base_net"
            parts.append(linear("\(path).\(3 * layer)", inputs, inr.styleWidth))
            parts.append(norm("\(path).\(3 * layer + 1)", inr.styleWidth))
        }
        for block in 0..<inr.blocks {
            let name = 4 << block
            let inputs = block == 0 ? nerf.features : inr.width
            let path = "inr_net.network.\(name)"
            parts.append(modFC("\(path).mod1", inputs, inr.width, style: inr.styleWidth))
            parts.append(modFC("\(path).mod2", inr.width, inr.width, style: inr.styleWidth))
            parts.append(linear("inr_net.to_rgbs.\(name).linear", inr.width, 3))
        }
        return merged(parts)
    }

    /// The sphere behind the head, where there is one.
    private func sphere(of sizes: GeneratorConfiguration) -> Shapes {
        let (width, style) = (sizes.background.width, sizes.nerf.styleWidth)
        guard width > 0 else { return [:] }
        return merged([
            film("background.network.0", 3, width, style: style),
            film("background.network.1", width, width, style: style),
            linear("background.to_feature", width, sizes.nerf.features),
        ])
    }

    private func made(_ store: ParameterStore) -> Shapes {
        Dictionary(uniqueKeysWithValues: zip(store.paths, store.tensors.map(\.shape)))
    }

    @Test("the published generator has its 172 tensors and 11.3 million numbers")
    func publishedGenerator() {
        let store = ParameterStore()
        _ = Generator(GeneratorConfiguration(), camera: CameraConfiguration(), parameters: store)
        #expect(store.paths.count == 172)
        #expect(store.learnedPaths.count == 172)
        #expect(made(store) == shapes(of: GeneratorConfiguration()))
        let count = store.tensors.map(\.count).reduce(0, +)
        #expect((11_250_000..<11_350_000).contains(count), "\(count)")
        // A few of them, spelled out.
        #expect(store["mapping_network_inr.base_net.22.bias"]?.shape == [512])
        #expect(store["inr_net.network.1024.mod2.modulation.weight"]?.shape == [512, 512])
        #expect(store["inr_net.network.4.mod1.weight"]?.shape == [1, 32, 512])
        #expect(store["siren.network.0.linear.weight"]?.shape == [128, 3])
        #expect(store["mapping_network_nerf.base_net.6.weight"]?.shape == [128, 128])
    }

    @Test("the light generator follows the same rules")
    func lightGenerator() {
        let sizes = Preset.faces32.configuration.generator
        let store = ParameterStore()
        _ = Generator(sizes, camera: CameraConfiguration(), parameters: store)
        #expect(made(store) == shapes(of: sizes))
        #expect(store["inr_net.network.32.mod2.weight"]?.shape == [1, 96, 96])
        #expect(store["inr_net.network.64.mod1.weight"] == nil)
    }

    @Test("a sphere behind the head adds its 14 tensors", arguments: [12, 64])
    func sphere(_ width: Int) {
        var sizes = SmallGenerator.configuration
        let plain = shapes(of: sizes)
        (sizes.background.width, sizes.nerf.density) = (width, .solid)
        let store = ParameterStore()
        _ = Generator(sizes, camera: CameraConfiguration(), parameters: store)
        #expect(made(store) == shapes(of: sizes))
        #expect(store.paths.count == plain.count + 14)
        #expect(store.learnedPaths == store.paths)
        #expect(store["background.network.0.linear.weight"]?.shape == [width, 3])
        #expect(store["background.to_feature.weight"]?.shape == [4, width])
    }

    @Test("ablations widen the layers they feed")
    func ablations() {
        let small = SmallGenerator {
            $0.nerf.usesViewDirection = true
            $0.nerf.fourierOctaves = 4
        }
        let store = small.generator.parameters
        #expect(store["siren.color_layer_sine.linear.weight"]?.shape == [5, 13])
        #expect(store["siren.network.0.linear.weight"]?.shape == [10, 27])
    }

    @Test("the list of published names is what the layers make, in their order")
    func publishedNames() {
        var ablated = SmallGenerator.configuration
        ablated.nerf.usesViewDirection = true
        ablated.nerf.fourierOctaves = 4
        var solid = SmallGenerator.configuration
        SmallGenerator.makeSolid(&solid)
        let light = Preset.faces32.configuration.generator
        for sizes in [
            GeneratorConfiguration(), light, SmallGenerator.configuration, ablated, solid,
        ] {
            let store = ParameterStore()
            _ = Generator(sizes, camera: CameraConfiguration(), parameters: store)
            let listed = PublishedNames.tensors(of: sizes)
            #expect(store.paths == listed.map(\.name))
            #expect(store.tensors.map(\.shape) == listed.map(\.shape))
        }
    }

    /// The tensors of one discriminator; `halvesFirst` says which convolution of a block blurs.
    private func discriminator(
        _ prefix: String, _ channels: [Int: Int], halvesFirst: Bool, group: Int
    ) -> Shapes {
        let last = channels[4] ?? 0
        var shapes: Shapes = [
            "final_conv.equal_conv.weight": [last, last + (group > 1 ? 1 : 0), 3, 3],
            "final_conv.flrelu.bias": [last], "space_linear.weight": [last, last * 16],
            "space_linear.bias": [last], "out_linear.weight": [1, last], "out_linear.bias": [1],
        ]
        for (size, width) in channels {
            shapes["conv_in.\(size).equal_conv.weight"] = [width, 3, 1, 1]
            shapes["conv_in.\(size).flrelu.bias"] = [width]
            guard size > 4, let next = channels[size / 2] else { continue }
            let path = "convs.\(size)"
            let (blurred, plain) = halvesFirst ? ("conv1", "conv2") : ("conv2", "conv1")
            shapes["\(path).\(blurred).down_blur.kernel"] = [4, 4]
            #expect(shapes["\(path).\(plain).down_blur.kernel"] == nil)
            shapes["\(path).skip.down_blur.kernel"] = [4, 4]
            shapes["\(path).conv1.equal_conv.weight"] = [width, width, 3, 3]
            shapes["\(path).conv1.flrelu.bias"] = [width]
            shapes["\(path).conv2.equal_conv.weight"] = [next, width, 3, 3]
            shapes["\(path).conv2.flrelu.bias"] = [next]
            shapes["\(path).skip.equal_conv.weight"] = [next, width, 1, 1]
        }
        return Dictionary(uniqueKeysWithValues: shapes.map { (prefix + "." + $0.key, $0.value) })
    }

    @Test("both discriminators have the published names", arguments: [0, 4])
    func discriminators(_ group: Int) {
        let main = [4: 9, 8: 8, 16: 7, 32: 6]
        let auxiliary = [4: 5, 8: 4, 16: 3, 32: 2]
        let store = ParameterStore()
        _ = DualDiscriminator(
            mainChannels: main, auxiliaryChannels: auxiliary, maximumSize: 32,
            deviationGroup: group, parameters: store)
        let expected = merged([
            discriminator("main_disc", main, halvesFirst: false, group: group),
            discriminator("aux_disc", auxiliary, halvesFirst: true, group: group),
        ])
        #expect(made(store) == expected)
        // Kernels are kept with the network but not learned.
        let fixed = Set(store.paths).subtracting(store.learnedPaths)
        #expect(fixed == Set(expected.keys.filter { $0.hasSuffix("kernel") }))
    }

    @Test("without the auxiliary discriminator none of its tensors are there")
    func mainDiscriminatorAlone() {
        var sizes = DiscriminatorConfiguration()
        sizes.mainChannels = [4, 3]
        sizes.usesAuxiliary = false
        let store = ParameterStore()
        let network = DualDiscriminator(sizes, parameters: store)
        #expect(!network.usesAuxiliary)
        #expect(network.sizes == [8])
        #expect(store.paths.allSatisfy { $0.hasPrefix("main_disc.") })
    }
}
