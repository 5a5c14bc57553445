import type { NameGroup } from './name-group';
import { words } from './words';

const spanish: NameGroup = {
  countries: ['Spain', 'Mexico', 'Colombia', 'Argentina', 'Chile', 'Peru'],
  share: [1.5, 6],
  female:
    words(`María Carmen Ana Lucía Laura Marta Paula Isabel Sofía Elena Cristina Daniela Valentina Andrea Alejandra Gabriela Camila
    Ximena Fernanda Guadalupe Pilar Rocío Beatriz Inés Mercedes Dolores Teresa Raquel Silvia Verónica Julieta Renata Itziar Nerea
    María_José Ana_María María_Fernanda Luz_Marina`),
  male: words(`José Antonio Manuel Juan Carlos Javier Miguel Alejandro Daniel Pablo Álvaro Sergio Diego Andrés Luis Jorge Fernando Ángel
    Jesús Rafael Ramón Ignacio Íñigo Joaquín Tomás Martín Santiago Mateo Sebastián Gonzalo Rodrigo Emilio César Hernán Óscar Raúl
    Juan_Carlos José_Luis Juan_Pablo Luis_Fernando`),
  family:
    words(`García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Hernández Ruiz Díaz Moreno Muñoz
    Álvarez Romero Gutiérrez Alonso Navarro Torres Domínguez Ramos Vázquez Ramírez Gil Serrano Morales Molina Blanco Suárez Castro Ortega
    Delgado Ortiz Marín Rubio Núñez Medina Sanz Castillo Iglesias Cortés Garrido Santos Guerrero Lozano Cano Cruz Méndez Flores Prieto
    Herrera Peña León Márquez Cabrera Gallego Calvo Vidal Campos Reyes Vega Fuentes Carrasco Díez Aguilar Caballero Nieto Santana Vargas
    Pascual Giménez Herrero Hidalgo Montero Lorenzo Santiago Benítez Durán Ibáñez Arias Mora Ferrer Carmona Vicente Rojas Soto Crespo
    Román Pastor Velasco Parra Sáez Moya Bravo Rivera Gallardo Soler Silva Franco Rivas Merino Esteban Espinosa Lara Izquierdo Camacho
    Arroyo Vera Casado Redondo Segura Rey Luna Otero Quintana Salazar Echeverría Etxebarria Goikoetxea Zabala Ugarte Mendoza Guzmán
    Acosta Rincón Ospina Quispe Mamani Huamán Valdivia de_la_Fuente de_la_Cruz del_Río`),
  double: { share: 0.55, joint: ' ' },
  married: 0.01,
};

const portuguese: NameGroup = {
  countries: ['Brazil', 'Portugal'],
  share: [0.8, 3],
  female:
    words(`Maria Ana Beatriz Inês Mariana Leonor Carolina Matilde Catarina Joana Sofia Rita Marta Juliana Fernanda Camila Letícia
    Larissa Gabriela Amanda Bruna Luísa Helena Teresa Conceição Graça Lívia Isadora`),
  male: words(`João José António Pedro Miguel Tiago Rui Luís Paulo Carlos Francisco Gonçalo Duarte Afonso Rodrigo Bruno Rafael Gabriel
    Lucas Matheus Thiago Gustavo Vinícius Caio Henrique Leonardo Sérgio Fábio`),
  family:
    words(`Silva Santos Oliveira Souza Lima Pereira Ferreira Costa Rodrigues Almeida Nascimento Alves Carvalho Araújo Ribeiro
    Gomes Martins Rocha Barbosa Dias Moreira Lopes Fernandes Marques Soares Vieira Monteiro Mendes Cardoso Freitas Ramos Teixeira Moura
    Nunes Cavalcanti Correia Pinto Machado Melo Campos Batista Andrade Castro Reis Borges Pires Duarte Azevedo Tavares Coelho Cunha
    Magalhães Neves Figueiredo Guimarães Antunes Brito Simões Fonseca Matos Henriques Sampaio Vasconcelos Queiroz Faria Leite Barros
    Sequeira Amaral Pacheco Abreu Bezerra Peixoto Camargo Novaes da_Silva dos_Santos de_Oliveira da_Costa de_Sousa dos_Reis`),
  double: { share: 0.5, joint: ' ' },
  married: 0.04,
};

export const iberiaAndAmericas = [spanish, portuguese];
