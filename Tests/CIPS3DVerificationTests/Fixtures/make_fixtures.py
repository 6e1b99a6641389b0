"""Records small computations of the reference, for the tests beside this file.

    python make_fixtures.py path/to/cips3d_reference.py

Written with PyTorch 2.13 (CPU) and safetensors. Each file holds weights, inputs, every random draw
and the results; sizes are odd and tiny, so that a mix-up of two of them cannot go unnoticed.

Files that are there stay as they are: remove those that are to be recorded again.
"""
import copy
import dataclasses
import importlib.util
import json
import math
import pathlib
import sys

import torch
from safetensors.torch import save_file


def load_reference(path):
    spec = importlib.util.spec_from_file_location("cips3d_reference", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Recorder:
    """Draws inputs from one seed and collects tensors for one file."""

    def __init__(self, reference, seed):
        self.reference = reference
        torch.manual_seed(seed)
        self.tensors = {}

    def put(self, name, tensor):
        self.tensors[name] = tensor.detach().clone().contiguous()
        return tensor

    def put_state(self, prefix, module):
        for name, tensor in module.state_dict().items():
            self.put(prefix + name, tensor)

    def draws(self, prefix, config, camera, size, images, noise):
        rays, samples = size * size, camera.samples
        shape = (images, rays, samples)
        fine = (images, rays, 2 * samples if camera.fine else samples)
        angles = torch.randn(2, images) * torch.tensor([[0.3], [0.155]]) + math.pi / 2
        values = {
            "z_nerf": torch.randn(images, config.z_nerf),
            "z_inr": torch.randn(images, config.z_inr),
            "yaw": angles[0], "pitch": angles[1],
            "jitter": torch.rand(shape) - 0.5, "u": torch.rand(shape),
            "noise_coarse": noise * torch.randn(shape), "noise_fine": noise * torch.randn(fine),
        }
        return {name: self.put(prefix + name, value) for name, value in values.items()}

    def write(self, path, kind, config):
        save_file(self.tensors, path, {"kind": kind, "config": json.dumps(config)})
        path.chmod(0o644)


def solid(generator):
    """Raises the density, so that rays are neither empty nor opaque at the first sample."""
    with torch.no_grad():
        generator.siren.final_layer.weight.mul_(20)
        generator.siren.final_layer.bias.add_(4)


def once(record):
    """Leaves a file that is there as it is."""
    def record_where_missing(reference, path, *arguments, **named):
        if not path.exists():
            record(reference, path, *arguments, **named)
    return record_where_missing


@once
def record_generator(reference, path, seed, generator, camera, size, images, back="none", psi=1.0,
                     keep=None, noise=0.5):
    recorder = Recorder(reference, seed)
    config, optics = reference.GeneratorConfig(**generator), reference.Camera(**camera)
    network = reference.Generator(config)
    # A softplus field begins as a ball that rays see and see past.
    if getattr(config, "density", "relu") == "relu":
        solid(network)
    recorder.put_state("weights/", network)
    draws = recorder.draws("input/", config, optics, size, images, noise)
    extra = {}
    if keep is not None:
        extra["keep"] = recorder.put("input/keep", torch.randperm(size * size)[:keep])
    if psi < 1:
        extra["mean_nerf"] = recorder.put("input/mean_nerf", torch.randn(1, config.nerf_style))
        extra["mean_inr"] = recorder.put("input/mean_inr", torch.randn(1, config.inr_style))
    image, aux, depth = network(
        **draws, **extra, size=size, cam=optics, psi=psi, back=None if back == "none" else back)
    for name, tensor in (("image", image), ("aux", aux), ("depth", depth)):
        recorder.put("output/" + name, tensor)
    cotangents = [recorder.put(f"input/{name}_cotangent", torch.randn_like(image))
                  for name in ("image", "aux")]
    total = (image * cotangents[0]).sum() + (aux * cotangents[1]).sum()
    named = dict(network.named_parameters())
    for name, slope in zip(named, torch.autograd.grad(total, named.values(), allow_unused=True)):
        if slope is not None:
            recorder.put("gradient/" + name, slope)
    recorder.write(path, "generator", {
        "generator": dataclasses.asdict(config), "camera": dataclasses.asdict(optics),
        "size": size, "psi": psi, "back": back})


def judges(reference, main, aux, max_size, stddev_group):
    network = reference.DualDiscriminator(main, aux, max_size, stddev_group)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name.endswith("bias"):
                parameter.normal_(0, 0.3)
    return network


@once
def record_discriminator(reference, path, seed, main, aux, max_size, stddev_group, alpha, size,
                         images):
    recorder = Recorder(reference, seed)
    network = judges(reference, main, aux, max_size, stddev_group)
    recorder.put_state("weights/", network)
    pictures = [recorder.put("input/" + name, torch.rand(images, 3, size, size) * 2 - 1)
                for name in ("image", "aux")]
    with torch.no_grad():
        recorder.put("output/logits", network(*pictures, alpha))
    recorder.write(path, "discriminator", {
        "main_channels": main, "aux_channels": aux, "max_size": max_size,
        "stddev_group": stddev_group, "alpha": alpha})


def descend(network, optimizer, loss, clip):
    """One step; the norm before clipping. Parameters without a gradient are passed over."""
    parameters = list(network.parameters())
    slopes = torch.autograd.grad(loss, parameters, allow_unused=True)
    present = [slope for slope in slopes if slope is not None]
    norm = torch.stack([slope.norm() for slope in present]).norm()
    factor = min(1.0, clip / (norm.item() + 1e-6))
    for parameter, slope in zip(parameters, slopes):
        parameter.grad = None if slope is None else slope * factor
    optimizer.step()
    return norm


@once
def record_training(reference, path, seed, generator, camera, size, steps, images, main, aux,
                    stddev_group, alpha, r1_weight, clip_norm, keep, ema_decay, betas=(0.0, 0.999),
                    noise=0.5, rates=(2e-4, 2e-3)):
    recorder = Recorder(reference, seed)
    config, optics = reference.GeneratorConfig(**generator), reference.Camera(**camera)
    maker = reference.Generator(config)
    solid(maker)
    judge = judges(reference, main, aux, size, stddev_group)
    recorder.put_state("weights/generator/", maker)
    recorder.put_state("weights/discriminator/", judge)
    average = copy.deepcopy(maker)
    epsilon = 1e-8
    adams = [torch.optim.Adam(network.parameters(), lr=rate, betas=betas, eps=epsilon)
             for network, rate in ((maker, rates[0]), (judge, rates[1]))]
    for step in range(steps):
        prefix, results = f"input/step{step}/", {}
        real = recorder.put(prefix + "real", torch.rand(images, 3, size, size) * 2 - 1)
        draws = recorder.draws(prefix + "discriminator/", config, optics, size, images, noise)
        with torch.no_grad():
            fake, fake_aux, _ = maker(**draws, size=size, cam=optics)
        loss, penalty = reference.discriminator_loss(
            judge, real, fake, fake_aux, alpha, r1_weight)
        results["discriminator_loss"], results["r1_penalty"] = loss, penalty
        results["discriminator_gradient_norm"] = descend(judge, adams[1], loss, clip_norm)
        draws = recorder.draws(prefix + "generator/", config, optics, size, images, noise)
        pixels = recorder.put(prefix + "keep", torch.randperm(size * size)[:keep])
        fake, fake_aux, _ = maker(**draws, size=size, cam=optics, keep=pixels)
        loss = reference.generator_loss(judge, fake, fake_aux, alpha)
        results["generator_loss"] = loss
        results["generator_gradient_norm"] = descend(maker, adams[0], loss, clip_norm)
        with torch.no_grad():
            for mine, theirs in zip(average.state_dict().values(), maker.state_dict().values()):
                mine.lerp_(theirs, 1 - ema_decay)
        for name, value in results.items():
            recorder.put(f"output/step{step}/{name}", value)
    for name, network in (("generator", maker), ("discriminator", judge), ("ema", average)):
        recorder.put_state(f"updated/{name}/", network)
    recorder.write(path, "training", {
        "generator": dataclasses.asdict(config), "camera": dataclasses.asdict(optics),
        "size": size, "steps": steps, "main_channels": main, "aux_channels": aux,
        "stddev_group": stddev_group, "alpha": alpha, "r1_weight": r1_weight,
        "clip_norm": clip_norm, "generator_lr": rates[0], "discriminator_lr": rates[1],
        "betas": list(betas), "epsilon": epsilon, "ema_decay": ema_decay})


TINY = dict(
    z_nerf=5, z_inr=7, nerf_style=6, nerf_hidden=10, nerf_layers=3, nerf_features=5,
    nerf_mapping_layers=2, inr_style=9, inr_hidden=11, inr_mapping_layers=1, inr_blocks=3,
    first_residual_block=1, first_rgb_block=0)


def main():
    reference = load_reference(sys.argv[1])
    here = pathlib.Path(__file__).parent
    record_generator(
        reference, here / "generator-deep-white.safetensors", 11, TINY,
        dict(fov=20.0, near=0.8, far=1.2, samples=4), size=5, images=2, back="white")
    record_generator(
        reference, here / "generator-partial-last.safetensors", 12,
        dict(TINY, nerf_layers=1, nerf_mapping_layers=1, inr_mapping_layers=2, inr_blocks=2,
             first_rgb_block=1, nerf_features=11, first_residual_block=0),
        dict(fov=12.0, near=0.88, far=1.12, samples=5), size=6, images=3, back="last", keep=13)
    record_generator(
        reference, here / "generator-ablated-truncated.safetensors", 13,
        dict(TINY, view_direction=True, fourier_octaves=3, box_side=0.3, first_residual_block=5),
        dict(fov=15.0, near=0.9, far=1.1, samples=3, fine=False), size=4, images=1, psi=0.35)
    record_generator(
        reference, here / "generator-solid-sphere.safetensors", 20,
        dict(TINY, z_nerf=12, z_inr=14, nerf_style=5, nerf_hidden=8, nerf_layers=2,
             nerf_features=7, nerf_mapping_layers=1, inr_style=10, inr_hidden=9, inr_blocks=1,
             box_side=0.26, density="softplus", density_scale=8.5, ball_gain=25.0, ball_radius=1.1,
             background_width=6, background_radius=0.22),
        dict(fov=13.0, near=0.85, far=1.11, samples=4), size=7, images=2, back="white", noise=3.0)
    record_discriminator(
        reference, here / "discriminator-fading.safetensors", 14, {4: 5, 8: 4, 16: 3},
        {4: 4, 8: 3, 16: 5}, max_size=16, stddev_group=2, alpha=0.7, size=16, images=4)
    record_training(
        reference, here / "training-fading-deviation.safetensors", 15,
        dict(TINY, nerf_layers=1, inr_blocks=1, nerf_hidden=4, inr_hidden=5, nerf_features=5,
             first_residual_block=0, nerf_mapping_layers=1),
        dict(fov=12.0, near=0.88, far=1.12, samples=2, fine=False), size=8, steps=2, images=2,
        main={4: 3, 8: 2}, aux={4: 2, 8: 3}, stddev_group=2, alpha=0.4, r1_weight=3.0,
        clip_norm=0.2, keep=17, ema_decay=0.8)


if __name__ == "__main__":
    main()
