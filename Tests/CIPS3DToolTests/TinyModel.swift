import CIPS3DModel
import CIPS3DNetworks
import FileTesting
import Foundation
import RunSettings
import Torch
import TorchNN

/// A model folder with a small random generator, made once for all tests.
enum TinyModel {
    /// Side of its images, in pixels.
    static let imageSize = 16

    /// Its path; the folder goes away with the process.
    static let path: String = {
        do {
            try write(to: parent.get().file("model"))
            // What a constant holds is never let go of.
            atexit { try? FileManager.default.removeItem(at: TinyModel.parent.get().url) }
            return try parent.get().path("model")
        } catch {
            fatalError("the model of the tests cannot be written: \(error)")
        }
    }()

    private static let parent = Result { try TemporaryFolder() }

    /// Options of a command that renders it, in its own size unless they name another one.
    static func options(_ options: [String]) -> [String] {
        ["--model", path] + (options.contains("--size") ? [] : ["--size", "\(imageSize)"]) + options
    }

    /// Writes the folder.
    static func write(to url: URL) throws {
        var configuration = Configuration.faces32
        configuration.generator.nerf.width = 16
        configuration.generator.inr.width = 16
        configuration.camera.samplesPerRay = 6
        let parameters = ParameterStore(seed: 1)
        let generator = Generator(
            configuration.generator, camera: configuration.camera, parameters: parameters)
        // Training begins with nearly one colour; pictures that are compared should have many.
        for (path, tensor) in zip(parameters.paths, parameters.tensors)
        where path.contains("to_rgbs") && path.hasSuffix("weight") {
            InPlace.scale([tensor], by: 20)
        }
        let model = Model(generator: generator, imageSize: imageSize)
        let card = ModelCard(
            title: "Tiny", configuration: model.configuration, imagesSeen: 0, dataName: "none")
        try model.write(to: ModelFolder(url: url), card: card)
    }
}
